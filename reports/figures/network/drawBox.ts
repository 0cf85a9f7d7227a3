import type {InspectedLayer} from '@espalier/experiments';
import {GRID, INK, MUTED, PAPER} from '../theme.ts';
import {DETAIL_SIZE, NAME_SIZE, type BoxLabel} from './boxLabel.ts';
import {FIXED, type GroupStyle} from './groupStyles.ts';
import type {Box} from './layoutGraph.ts';
import {escapeXml, tag} from './svgText.ts';

/** Channels of a box that look alike, side by side. */
export interface Slice {
  readonly style: GroupStyle | undefined;
  readonly before: number;
  /** How many of them are left. */
  readonly channels: number;
}

export interface BoxContent {
  readonly layer: InspectedLayer;
  readonly label: BoxLabel;
  readonly slices: readonly Slice[];
  readonly hasKernel: boolean;
  /** What hovering shows. */
  readonly hint: string;
}

const BAR = 4;

/** A box with its slices as wide as their channels are many, colored as far as channels are left. */
export function drawBox({x, y, width, height}: Box, {layer, label, slices, hasKernel, hint}: BoxContent): string {
  const [left, top] = [x - width / 2, y - height / 2];
  const frame = {x: left, y: top, width, height, rx: 3};
  return tag(
    'g',
    {},
    tag('title', {}, escapeXml(hint)),
    tag('rect', {...frame, fill: PAPER}),
    ...drawSlices(slices, {left: left + 0.5, top: top + 0.5, width: width - 1, height: height - 1}),
    tag('rect', {
      ...frame,
      fill: 'none',
      stroke: hasKernel ? INK : GRID,
      'stroke-width': hasKernel ? 1.25 : 1,
      'stroke-dasharray': hasKernel && layer.frozen !== undefined ? '4 2' : undefined
    }),
    text(label.name, {x, y: y + 0.5, 'font-size': NAME_SIZE, 'font-weight': 'bold'}),
    text(label.detail, {x, y: y + 12.5, 'font-size': DETAIL_SIZE})
  );
}

interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Colored areas, light enough for text, below bars of the full color and the group's pattern. */
export function drawSlices(slices: readonly Slice[], {left, top, width, height}: Frame): string[] {
  const all = slices.reduce((sum, {before}) => sum + before, 0);
  let x = left;
  return slices.flatMap(({style, before, channels}) => {
    const [start, size] = [x, all === 0 ? 0 : (width * channels) / all];
    x += all === 0 ? 0 : (width * before) / all;
    const area = {x: start, y: top, width: size, height};
    if (!style) return [tag('rect', {...area, fill: FIXED, 'fill-opacity': 0.16})];
    const middle = top + BAR / 2;
    return [
      tag('rect', {...area, fill: style.color, 'fill-opacity': 0.26}),
      tag('line', {
        x1: start,
        x2: start + size,
        y1: middle,
        y2: middle,
        stroke: style.color,
        'stroke-width': BAR,
        'stroke-dasharray': style.dash === 'none' ? undefined : style.dash
      })
    ];
  });
}

function text(content: string, attributes: Readonly<Record<string, string | number>>): string {
  return tag('text', {...attributes, 'text-anchor': 'middle'}, escapeXml(content));
}

export const ARROW_COLOR = MUTED;
