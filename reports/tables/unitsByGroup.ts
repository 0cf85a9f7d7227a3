import type {NetworkDescription} from '@espalier/experiments';
import type {Table} from './table.ts';

export interface UnitsByGroupOptions {
  /** The pruned network. */
  readonly network: Pick<NetworkDescription, 'groups'>;
  /** Units that each group had, in the order of its groups. */
  readonly unitsBefore: readonly number[];
  readonly command: string;
}

/** How many units each group had and has, and what couples its layers. */
export function unitsByGroup({network, unitsBefore, command}: UnitsByGroupOptions): Table {
  const rows = network.groups.map(({name, layers, units, ties}, i) => {
    const before = unitsBefore[i] ?? units;
    const members = ties.length > 0 ? `${layers.join(', ')} (${ties.join('; ')})` : layers.join(', ');
    return [name, {value: before}, {value: units}, {value: units / before}, members];
  });
  return {
    name: 'units-by-group',
    title: 'Units of each group',
    caption: `Units before and after pruning, and the layers that shrink together with the reason. Made by \`${command}\`.`,
    columns: [
      {header: 'group', kind: 'text'},
      {header: 'units before', kind: 'quantity', digits: 0},
      {header: 'units after', kind: 'quantity', digits: 0},
      {header: 'left, %', kind: 'quantity', digits: 1, percent: true},
      {header: 'layers', kind: 'text'}
    ],
    rows
  };
}
