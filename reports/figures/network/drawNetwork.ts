import {least} from 'd3-array';
import {FONT, FONT_SIZE, INK, MUTED, PAPER} from '../theme.ts';
import {arrowHead, arrowPath} from './arrowPath.ts';
import {drawBox, type BoxContent} from './drawBox.ts';
import {foldLayout, possibleCuts, type Folded} from './foldLayout.ts';
import type {Layout} from './layoutGraph.ts';
import {networkLegend, type LegendEntry} from './networkLegend.ts';
import {escapeXml, tag} from './svgText.ts';

export interface NetworkParts {
  readonly title: string;
  /** What a screen reader says. */
  readonly description: string;
  readonly layout: Layout;
  /** Parallel to the layout's boxes. */
  readonly contents: readonly BoxContent[];
  readonly legend: readonly LegendEntry[];
}

const MARGIN = 10;
const LEAST_WIDTH = 300;
/** Width by height of a screen. */
const SCREEN = 1.5;
const MOST_COLUMNS = 16;
const SLACK = [1, 1.1, 1.2, 1.3];
const MOST_SHRINKING = 1.3;

/** One standalone SVG document: vector text, concrete colors, nothing that refers to anything. */
export function drawNetwork({title, description, layout, contents, legend}: NetworkParts, most?: number): string {
  const folded = fold(layout, most === undefined ? undefined : most - 2 * MARGIN);
  const inner = Math.max(folded.width, LEAST_WIDTH);
  const {svg: key, height: top} = networkLegend(legend, inner);
  const [width, height] = [inner + 2 * MARGIN, folded.height + top + 2 * MARGIN].map(Math.ceil);
  const byNode = new Map(contents.map(content => [content.layer.node, content]));
  const line = {fill: 'none', stroke: MUTED, 'stroke-width': 1};
  const drawing = [
    ...folded.arrows.map(arrow => tag('path', {d: arrowPath(arrow), ...line})),
    ...folded.arrows.map(arrow => tag('path', {d: arrowHead(arrow), fill: MUTED})),
    ...folded.boxes.flatMap(box => {
      const content = byNode.get(box.id);
      return content ? [drawBox(box, content)] : [];
    })
  ];
  const root = {
    xmlns: 'http://www.w3.org/2000/svg',
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: 'img',
    'font-family': FONT,
    'font-size': FONT_SIZE,
    fill: INK,
    'aria-label': title
  };
  return `${tag(
    'svg',
    root,
    tag('title', {}, escapeXml(title)),
    tag('desc', {}, escapeXml(description)),
    tag('rect', {width, height, fill: PAPER}),
    tag('g', {transform: `translate(${MARGIN},${MARGIN})`}, ...key),
    tag('g', {transform: `translate(${MARGIN},${MARGIN + top})`}, `\n${drawing.join('\n')}\n`)
  )}\n`;
}

/**
 * The lowest drawing whose columns fit into `width` when the page shrinks them a little, or the one that comes closest
 * to the proportions of a screen. Columns are tried at several heights, so that the last one is not left nearly empty.
 */
function fold(layout: Layout, width: number | undefined): Folded {
  const cuts = possibleCuts(layout);
  const whole = foldLayout(layout, Infinity, cuts);
  const heights = Array.from({length: MOST_COLUMNS}, (_, i) => SLACK.map(slack => (slack * whole.height) / (i + 1)));
  const foldings = heights.flat().map(height => foldLayout(layout, height, cuts));
  if (width === undefined)
    return least(foldings, ({width: w, height: h}) => Math.abs(Math.log(w / h / SCREEN))) ?? whole;
  const fitting = foldings.filter(folded => folded.width <= MOST_SHRINKING * width);
  return least(fitting, ({height}) => height) ?? whole;
}
