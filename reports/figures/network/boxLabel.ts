import type {InspectedLayer} from '@espalier/experiments';

/** Font sizes of a box's two lines, in pixels. */
export const NAME_SIZE = 11;
export const DETAIL_SIZE = 10;
const LONGEST = 30;
const PADDING = 8;

export interface BoxLabel {
  readonly name: string;
  /** Type and output shape: `Conv2D 32×32×64`, and `32×32×64→41` where channels went. */
  readonly detail: string;
}

/** The two lines of a box; `before` is the number of channels before pruning. */
export function boxLabel({node, type, shape}: InspectedLayer, before: number): BoxLabel {
  const now = shape.at(-1) ?? 0;
  const width = now === before ? String(now) : `${before}→${now}`;
  return {name: shorten(node), detail: `${shorten(type)} ${[...shape.slice(0, -1), width].join('×')}`};
}

/** Rough width of a box that holds a label, in pixels. */
export function labelWidth({name, detail}: BoxLabel): number {
  return 2 * PADDING + Math.max(name.length * NAME_SIZE * 0.6, detail.length * DETAIL_SIZE * 0.54);
}

/** Long names lose their middle: what tells siblings apart mostly stands at the end. */
function shorten(name: string): string {
  const characters = Array.from(name);
  if (characters.length <= LONGEST) return name;
  return [...characters.slice(0, 11), '…', ...characters.slice(12 - LONGEST)].join('');
}
