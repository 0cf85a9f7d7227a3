import * as Plot from '@observablehq/plot';
import {JSDOM} from 'jsdom';
import {briefLegend, legendPlot, type LegendItem} from './legend.ts';
import {normalizeSvg} from './normalizeSvg.ts';
import {FONT, FONT_SIZE, INK, MUTED, NARROW, PAPER} from './theme.ts';

/** One plot of a figure. Width and height are the same for all panels of one figure. */
export interface Panel {
  readonly title?: string;
  readonly options: Plot.PlotOptions & {readonly width: number; readonly height: number};
}

export interface FigureParts {
  readonly title: string;
  /** What a screen reader says. */
  readonly description: string;
  readonly width: number;
  readonly panels: readonly Panel[];
  readonly columns?: number;
  readonly legend?: readonly LegendItem[];
  /** Axis labels for all panels: above them on the left, and below them on the right. */
  readonly yLabel?: string;
  readonly xLabel?: string;
}

const LINE = 18;
const BRIEF_HEIGHT = 170;
/** Where rows have names, which must not overlap. */
const BRIEF_ROWS_HEIGHT = 330;

/**
 * Lays panels out in rows below a legend and gives one standalone SVG document: vector text, concrete colors, a title
 * and a description for screen readers, numbers rounded to 2 digits. Narrower than NARROW it is brief.
 */
export function renderFigure(given: FigureParts): string {
  const parts = given.width < NARROW ? inBrief(given) : given;
  const {window} = new JSDOM('');
  const document = window.document;
  const {width, height, placed} = layOut(parts);
  const root = document.createElementNS(SVG, 'svg');
  const attributes = {width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'font-family': FONT};
  setAttributes(root, {...attributes, 'font-size': FONT_SIZE, fill: INK, 'aria-label': parts.title});
  root.append(element(document, 'title', {}, parts.title), element(document, 'desc', {}, parts.description));
  root.append(element(document, 'rect', {width, height, fill: PAPER}));
  for (const {x, y, options} of placed) root.append(plotGroup(document, x, y, options));
  for (const {x, y, text, ...rest} of labels(parts, height, placed))
    root.append(element(document, 'text', {x, y, ...rest}, text));
  normalizeSvg(root);
  return `${new window.XMLSerializer().serializeToString(root)}\n`;
}

/** The first row of panels, no higher than needed to tell curves apart, and two rows of the legend. */
function inBrief({panels, columns = 1, legend = [], ...parts}: FigureParts): FigureParts {
  const shown = panels.slice(0, columns).map(({options, ...panel}) => ({
    ...panel,
    options: {
      ...options,
      height: Math.min(options.height, hasNamedRows(options) ? BRIEF_ROWS_HEIGHT : BRIEF_HEIGHT)
    }
  }));
  return {...parts, columns, panels: shown, legend: briefLegend(legend, parts.width, 2)};
}

function hasNamedRows({y}: Plot.PlotOptions): boolean {
  return y?.type === 'band' || y?.axis === null;
}

const SVG = 'http://www.w3.org/2000/svg';

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly title?: string;
  readonly options: Plot.PlotOptions;
}

function layOut({panels, columns = 1, legend = [], width, yLabel, xLabel}: FigureParts) {
  const legendOptions = legend.length > 0 ? legendPlot(legend, width) : undefined;
  const top = 6 + (legendOptions?.height ?? 0) + (yLabel ? LINE : 0);
  const titled = panels.some(({title}) => title) ? LINE : 0;
  const cell = {width: width / columns, height: (panels[0]?.options.height ?? 0) + titled};
  const placed: Placed[] = panels.map(({title, options}, i) => ({
    x: (i % columns) * cell.width,
    y: top + Math.floor(i / columns) * cell.height + titled,
    title,
    options
  }));
  const bottom = top + Math.ceil(panels.length / columns) * cell.height;
  if (legendOptions) placed.push({x: 0, y: 4, options: legendOptions});
  return {width, height: Math.ceil(bottom + (xLabel ? LINE : 0) + 6), placed};
}

interface Label extends Readonly<Record<string, string | number>> {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

function labels(
  {panels, legend = [], width, yLabel, xLabel}: FigureParts,
  height: number,
  placed: readonly Placed[]
): Label[] {
  const legendHeight = legend.length > 0 ? legendPlot(legend, width).height : 0;
  const left = panels[0]?.options.marginLeft ?? 40;
  return [
    ...(yLabel ? [{x: 4, y: legendHeight + LINE, text: yLabel, fill: MUTED}] : []),
    ...(xLabel ? [{x: width - 8, y: height - 8, text: xLabel, fill: MUTED, 'text-anchor': 'end'}] : []),
    ...placed.flatMap(({x, y, title}) => (title ? [{x: x + left, y: y - 4, text: title, 'font-weight': 'bold'}] : []))
  ];
}

function plotGroup(document: Document, x: number, y: number, options: Plot.PlotOptions): Element {
  const plot = Plot.plot({...options, document, style: undefined});
  const group = element(document, 'g', {transform: `translate(${x},${y})`, 'text-anchor': 'middle'});
  group.append(...[...plot.childNodes].filter(node => node.nodeName !== 'style'));
  return group;
}

function element(
  document: Document,
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  text = ''
): Element {
  const node = document.createElementNS(SVG, name);
  setAttributes(node, attributes);
  if (text) node.textContent = text;
  return node;
}

function setAttributes(node: Element, attributes: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
}
