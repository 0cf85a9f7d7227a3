import {expect, it} from 'vitest';
import {madeUpInception, madeUpResidual} from '../../testing/madeUpNetworks.ts';
import {groupStyles} from './groupStyles.ts';

const namesOf = (groups: readonly {readonly name: string}[]) => groups.map(({name}) => name);

it('gives groups that an arrow joins different colors', () => {
  const {layers, groups} = madeUpResidual(6);
  const styles = groupStyles(namesOf(groups), layers);
  const carried = new Map(layers.map(layer => [layer.node, namesOf(layer.groups)]));
  for (const {node, inputs} of layers) {
    const [own = ''] = carried.get(node) ?? [];
    const read = inputs.flatMap(id => carried.get(id) ?? []).filter(name => name !== own);
    expect(read.map(name => styles.get(name)?.color)).not.toContain(styles.get(own)?.color ?? 'none');
  }
});

it('gives groups that share a box different colors, also where six are too few for all neighbors', () => {
  const {layers, groups} = madeUpInception(5);
  const styles = groupStyles(namesOf(groups), layers);
  for (const {groups: shared} of layers) {
    const colors = namesOf(shared).map(name => styles.get(name)?.color);
    expect(new Set(colors).size).toBe(shared.length);
  }
});

it('24 groups have styles of their own', () => {
  const names = Array.from({length: 24}, (_, i) => `g${i}`);
  const styles = [...groupStyles(names, []).values()].map(({color, dash}) => `${color} ${dash}`);
  expect(new Set(styles).size).toBe(24);
});
