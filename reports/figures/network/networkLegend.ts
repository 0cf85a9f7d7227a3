import {textWidth} from '../theme.ts';
import {drawSlices} from './drawBox.ts';
import type {GroupStyle} from './groupStyles.ts';
import {escapeXml, tag} from './svgText.ts';

export interface LegendEntry {
  readonly label: string;
  /** Undefined for channels that are no units. */
  readonly style: GroupStyle | undefined;
}

const ROW = 22;
const SWATCH = {width: 30, height: 14};

/** Swatches with names, in as many rows as `width` asks for. */
export function networkLegend(
  entries: readonly LegendEntry[],
  width: number
): {readonly svg: readonly string[]; readonly height: number} {
  let [x, row] = [0, 0];
  const svg = entries.flatMap(({label, style}) => {
    const own = SWATCH.width + 6 + textWidth(label) + 14;
    if (x > 0 && x + own > width) [x, row] = [0, row + 1];
    const top = row * ROW;
    const slice = {style, before: 1, channels: 1};
    const drawn = [
      ...drawSlices([slice], {left: x, top, ...SWATCH}),
      tag('text', {x: x + SWATCH.width + 6, y: top + 11}, escapeXml(label))
    ];
    x += own;
    return drawn;
  });
  return {svg, height: entries.length === 0 ? 0 : (row + 1) * ROW};
}
