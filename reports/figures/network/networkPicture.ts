import type {InspectedLayer, NetworkDescription} from '@espalier/experiments';
import type {Figure} from '../figure.ts';
import {boxLabel, labelWidth} from './boxLabel.ts';
import type {BoxContent, Slice} from './drawBox.ts';
import {drawNetwork} from './drawNetwork.ts';
import {groupStyles, type GroupStyle} from './groupStyles.ts';
import {layoutGraph} from './layoutGraph.ts';
import type {LegendEntry} from './networkLegend.ts';

export interface NetworkPictureOptions {
  readonly network: Pick<NetworkDescription, 'layers' | 'groups'>;
  /** What the network is called. */
  readonly name: string;
  /** For a pruned network: the units that each group had, in the order of its groups. */
  readonly unitsBefore?: readonly number[];
  readonly command: string;
}

/** More groups than this are told apart by hovering: a legend would be longer than the picture. */
const LONGEST_LEGEND = 24;
const HEIGHT = 38;

/**
 * A network as boxes and arrows, one box a call of a layer, in the colors of the groups whose units its output carries.
 * Without a width the drawing takes the proportions of a screen; with one it takes as many columns as fit, and at least
 * the width of one.
 */
export function networkPicture({network, name, unitsBefore, command}: NetworkPictureOptions): Figure {
  const {layers, groups} = network;
  const styles = groupStyles(
    groups.map(group => group.name),
    layers
  );
  const growth = new Map(groups.map((group, i) => [group.name, (unitsBefore?.[i] ?? group.units) / group.units]));
  const kernels = new Set(groups.flatMap(group => group.layers));
  const contents = layers.map(layer => contentOf(layer, {styles, growth, kernels}));
  const width = Math.max(...contents.map(({label}) => labelWidth(label)));
  const layout = layoutGraph(layers.map(({node, inputs}) => ({id: node, inputs, width, height: HEIGHT})));
  const title = unitsBefore ? `What is left of ${name}` : `Layers and groups of ${name}`;
  const caption = captionOf({network, name, unitsBefore, command}, title);
  const legend = legendOf(network, styles, unitsBefore);
  const draw = (most?: number) => drawNetwork({title, description: caption, layout, contents, legend}, most);
  return {name: unitsBefore ? 'network-left' : 'network', title, caption, draw};
}

interface Looks {
  readonly styles: ReadonlyMap<string, GroupStyle>;
  /** Units before pruning for each unit that a group has now. */
  readonly growth: ReadonlyMap<string, number>;
  readonly kernels: ReadonlySet<string>;
}

function contentOf(layer: InspectedLayer, {styles, growth, kernels}: Looks): BoxContent {
  const {node, name, type, shape, groups, parameters, flops, frozen} = layer;
  const carried = groups.reduce((sum, {channels}) => sum + channels, 0);
  const fixed = (shape.at(-1) ?? 0) - carried;
  const units = groups.map((group): Slice => {
    const before = Math.round(group.channels * (growth.get(group.name) ?? 1));
    return {style: styles.get(group.name), before, channels: group.channels};
  });
  const slices = fixed > 0 ? [...units, {style: undefined, before: fixed, channels: fixed}] : units;
  const before = slices.reduce((sum, slice) => sum + slice.before, 0);
  const hint = [
    node === name ? name : `${node}, one more call of ${name}`,
    `${type}, output ${shape.join(' × ')}`,
    `${parameters.toLocaleString('en-US')} parameters, ${(flops / 1e6).toLocaleString('en-US')} MFLOPs`,
    ...groups.map(group => `group ${group.name}: ${group.channels} channels`),
    ...(frozen === undefined ? [] : [`kept whole: ${frozen}`])
  ].join('\n');
  return {layer, label: boxLabel(layer, before), slices, hasKernel: kernels.has(name) || frozen !== undefined, hint};
}

function legendOf(
  {layers, groups}: NetworkPictureOptions['network'],
  styles: ReadonlyMap<string, GroupStyle>,
  unitsBefore: readonly number[] | undefined
): LegendEntry[] {
  if (groups.length > LONGEST_LEGEND) return [];
  const named = groups.map(({name, units}, i): LegendEntry => {
    const count = unitsBefore ? `${units} of ${unitsBefore[i] ?? units}` : String(units);
    return {label: `${name} (${count})`, style: styles.get(name)};
  });
  const hasFixed = layers.some(
    ({shape, groups: own}) => own.reduce((sum, {channels}) => sum + channels, 0) < (shape.at(-1) ?? 0)
  );
  return [...named, ...(hasFixed ? [{label: 'no units', style: undefined}] : [])];
}

function captionOf({network, unitsBefore, command}: NetworkPictureOptions, title: string): string {
  const {layers, groups} = network;
  const count = (value: number, word: string) => `${value} ${word}${value === 1 ? '' : 's'}`;
  const left = unitsBefore ? ' A box is colored as far as its channels are left.' : '';
  return (
    `${title}: ${count(layers.length, 'call')} of layers and ${count(groups.length, 'group')} of units that go ` +
    `together. A box has the colors of the groups whose units its output carries, as wide as their channels are many; ` +
    `gray: channels that are no units. Dark frames: layers with kernels; dashed: kept whole.${left} Made by \`${command}\`.`
  );
}
