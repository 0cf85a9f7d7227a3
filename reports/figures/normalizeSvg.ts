import {INK, PAPER} from './theme.ts';

/**
 * Makes what Plot writes fit to stand alone: concrete colors for `currentColor`, which a lone file resolves to black on
 * whatever lies behind it, and 2 digits for 15.
 */
export function normalizeSvg(root: Element): void {
  for (const node of root.querySelectorAll('*')) {
    for (const {name, value} of [...node.attributes]) {
      if (value === 'currentColor') node.setAttribute(name, INK);
      else if (value === 'white') node.setAttribute(name, PAPER);
      else if (name === 'class') node.removeAttribute(name);
      else if (!name.startsWith('aria-')) node.setAttribute(name, roundNumbers(value));
    }
  }
}

function roundNumbers(value: string): string {
  return value.replace(/-?\d+\.\d{3,}(e-?\d+)?/g, digits => String(Math.round(Number(digits) * 100) / 100 || 0));
}
