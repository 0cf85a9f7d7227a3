import type {InspectedLayer} from '@espalier/experiments';
import {OKABE_ITO} from '../theme.ts';

/** How a group looks: a color, and a pattern of the bar on top of its boxes, so that gray print tells groups apart. */
export interface GroupStyle {
  readonly color: string;
  readonly dash: string;
}

const {blue, orange, green, purple, vermillion, sky} = OKABE_ITO;
const COLORS: readonly string[] = [blue, orange, green, purple, vermillion, sky];
const DASHES = ['none', '9 3', '3 3', '12 3 3 3'];

/** How channels look that are no units. */
export const FIXED = OKABE_ITO.gray;

/**
 * Gives each group a style. Groups that share a box differ in color, and as far as the six suffice so do those that an
 * arrow joins; styles repeat beyond 24 groups.
 */
export function groupStyles(
  names: readonly string[],
  layers: readonly InspectedLayer[]
): ReadonlyMap<string, GroupStyle> {
  const {boxes, arrows} = neighborsOf(layers);
  const colorOf = new Map<string, string>();
  const uses = new Map<string, number>();
  const styles = names.map((name): [string, GroupStyle] => {
    const beside = colorsOf(boxes.get(name), colorOf);
    const joined = colorsOf(arrows.get(name), colorOf);
    const apart = COLORS.filter(color => !beside.has(color));
    const free = apart.filter(color => !joined.has(color));
    const color = leastUsed([free, apart, COLORS].find(({length}) => length > 0) ?? COLORS, uses);
    const round = uses.get(color) ?? 0;
    uses.set(color, round + 1);
    colorOf.set(name, color);
    return [name, {color, dash: DASHES[round % DASHES.length] ?? 'none'}];
  });
  return new Map(styles);
}

type Neighbors = ReadonlyMap<string, ReadonlySet<string>>;

function colorsOf(names: ReadonlySet<string> = new Set(), colorOf: ReadonlyMap<string, string>): Set<string> {
  return new Set([...names].flatMap(name => colorOf.get(name) ?? []));
}

function leastUsed(colors: readonly string[], uses: ReadonlyMap<string, number>): string {
  const count = (color: string) => uses.get(color) ?? 0;
  return colors.reduce((best, color) => (count(color) < count(best) ? color : best), colors[0] ?? blue);
}

/** Groups that meet in a box, and in the two boxes of an arrow. */
function neighborsOf(layers: readonly InspectedLayer[]): {readonly boxes: Neighbors; readonly arrows: Neighbors} {
  const carried = new Map(layers.map(({node, groups}) => [node, groups.map(({name}) => name)]));
  const [boxes, arrows] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()];
  for (const {node, inputs} of layers) {
    const own = carried.get(node) ?? [];
    const read = inputs.flatMap(id => carried.get(id) ?? []);
    for (const one of own) {
      for (const other of own) join(boxes, one, other);
      for (const other of read) join(arrows, one, other);
    }
  }
  return {boxes, arrows};
}

function join(neighbors: Map<string, Set<string>>, one: string, other: string): void {
  if (one === other) return;
  neighbors.set(one, (neighbors.get(one) ?? new Set()).add(other));
  neighbors.set(other, (neighbors.get(other) ?? new Set()).add(one));
}
