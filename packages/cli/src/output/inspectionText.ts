import type {InspectedGroup, InspectedLayer, InspectionDocument} from '@espalier/experiments';
import {facts} from './facts.ts';
import {bytes, count, mega, percent} from './formatNumber.ts';
import {shortened} from './shortened.ts';
import {textTable, type TextColumn} from './textTable.ts';

export interface InspectionTextOptions {
  /** Shows long lists whole. */
  readonly all?: boolean;
}

/** What `inspect` prints: layers, groups, what is kept whole, and last, where the eye is, the sums. */
export function inspectionText(document: InspectionDocument, {all = false}: InspectionTextOptions = {}): string {
  const parts = [layers(document, all), groups(document, all), keptWhole(document, all), totals(document)];
  return parts.filter(part => part !== '').join('\n\n');
}

const number = (header: string): TextColumn => ({header, align: 'right'});

function layers({layers: list}: InspectionDocument, all: boolean): string {
  const reads = list.map((layer, i) => readsOf(layer, list[i - 1]));
  const branches = reads.some(text => text !== '');
  const rows = list.map(({node, type, shape, ...costs}, i) => [
    node,
    type,
    ...(branches ? [reads[i] ?? ''] : []),
    shape.join(' × '),
    count(costs.parameters),
    mega(costs.flops),
    bytes(costs.activationBytes)
  ]);
  const words = ['layer', 'type', ...(branches ? ['reads'] : [])].map(header => ({header}));
  const numbers = ['output', 'parameters', 'MFLOPs', 'activations'].map(number);
  return textTable([...words, ...numbers], shortened(rows, {all}));
}

/** Nothing where a layer reads the one above it, as most do. */
function readsOf({inputs}: InspectedLayer, above: InspectedLayer | undefined): string {
  return inputs.length === 1 && inputs[0] === above?.node ? '' : some(inputs);
}

function groups({groups: list}: InspectionDocument, all: boolean): string {
  if (list.length === 0) return '';
  const rows = list.map(group => [
    group.name,
    count(group.units),
    mega(1e6 * group.mflopsPerUnit),
    some(group.consumers),
    couplingOf(group)
  ]);
  const prose = ['read by', 'coupled'].map(header => ({header, prose: true}));
  return textTable([{header: 'group'}, number('units'), number('MFLOPs a unit'), ...prose], shortened(rows, {all}));
}

function couplingOf({layers: members, ties, reason}: InspectedGroup): string {
  if (ties.length === 0) return reason;
  const others = members.length > 1 ? `${some(members)}: ` : '';
  return others + some(ties, '; ');
}

/** Layers that could have had units, by the reason why they have none. */
function keptWhole({layers: list}: InspectionDocument, all: boolean): string {
  const byReason = new Map<string, Set<string>>();
  for (const {name, frozen} of list) {
    if (frozen !== undefined) byReason.set(frozen, (byReason.get(frozen) ?? new Set()).add(name));
  }
  if (byReason.size === 0) return '';
  const rows = [...byReason].map(([reason, names]) => [all ? [...names].join(', ') : some([...names]), reason]);
  return textTable(
    [
      {header: 'kept whole', prose: true},
      {header: 'because', prose: true}
    ],
    shortened(rows, {all})
  );
}

const FEW = 3;

/** `a, b, c and 12 more`. */
function some(names: readonly string[], separator = ', '): string {
  const more = names.length - FEW;
  return more > 1 ? `${names.slice(0, FEW).join(separator)} and ${more} more` : names.join(separator);
}

function totals(document: InspectionDocument): string {
  const {
    layers: list,
    groups: all,
    units,
    parameters,
    flops,
    activationBytes,
    peakActivationBytes,
    smallest
  } = document;
  const left = (key: keyof typeof smallest.fraction) => `at least ${percent(smallest.fraction[key])} stay`;
  return facts([
    ['layers', count(list.length)],
    ['groups', count(all.length)],
    ['units', `${count(units)}, ${left('units')}`],
    ['parameters', `${count(parameters)}, ${left('parameters')}`],
    ['FLOPs', `${mega(flops)} million, ${left('flops')}`],
    ['activations', `${bytes(activationBytes)} for one example, ${left('activationBytes')}`],
    ['at once', `${bytes(peakActivationBytes)} of activations, running layer by layer`]
  ]);
}
