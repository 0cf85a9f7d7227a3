import {JSDOM} from 'jsdom';

/** Parses an SVG document as strictly as XML asks; throws where it is not well-formed. */
export function parseSvg(text: string): Element {
  return new JSDOM(text, {contentType: 'image/svg+xml'}).window.document.documentElement;
}

/** Everything in the drawing that could hold a number that is none. */
export function badNumbers(svg: Element): string[] {
  const values = [svg, ...svg.querySelectorAll('*')].flatMap(node => [...node.attributes].map(({value}) => value));
  return [...values, svg.textContent].filter(value => /NaN|undefined|Infinity/.test(value));
}
