import {expect, it} from 'vitest';
import {madeUpMilestones} from '../testing/madeUpMilestones.ts';
import {costTable} from './costTable.ts';

it('orders settings by number, decimals too', () => {
  const pruned = madeUpMilestones().filter(({criterion}) => criterion === 'taylor');
  const rates = [0.001, 0.0005, 0.00025, 0.01];
  const records = rates.flatMap(lr =>
    pruned.map(record => ({...record, id: `${record.id}-${lr}`, label: `taylor, lr=${lr}`, config: {prune: {lr}}}))
  );
  const {rows} = costTable({
    records,
    metric: 'testAccuracy',
    settings: [{setting: 'prune.lr', name: 'rate'}],
    baseline: {'prune.lr': 0.001},
    command: 'none'
  });
  expect(rows.map(([rate]) => rate)).toEqual(['0.00025', '0.0005', '0.001', '0.01']);
});
