import {expect, it} from 'vitest';
import {madeUpRecords} from '../testing/madeUpRecords.ts';
import {stoppedTable} from './stoppedTable.ts';

const sizes = {parameters: 10, flops: 10};
const taylor = madeUpRecords().filter(({criterion}) => criterion === 'taylor');

/** A run that ended at some units, with a drop of AUROC on validation and on test examples. */
function ended(seed: number, {units, testAuroc}: {units: number; testAuroc: number}) {
  const record = taylor[seed]!;
  return {
    ...record,
    result: {
      ...record.result,
      before: {units: 40, ...sizes, testAuroc: 0.95},
      after: {units, ...sizes, testAuroc},
      stopped: {by: 'maxDrop', metric: 'validationAuroc', points: 2, kept: {step: 3, drop: 0.5, bound: 1.5}}
    }
  };
}

it('tells how far each series went, and whether its test examples agree', () => {
  const records = [
    ended(0, {units: 10, testAuroc: 0.94}),
    ended(1, {units: 20, testAuroc: 0.92}),
    ended(2, {units: 30, testAuroc: 0.96})
  ];
  const table = stoppedTable({records: [...records, ...madeUpRecords()], command: 'npm run findings'});
  expect(table.rows).toHaveLength(1);
  const [label, allowed, units, drop, bound, test, kept] = table.rows[0]!;
  expect([label, allowed, kept]).toEqual(['taylor', '2 points of AUROC', '2 of 3']);
  expect(units).toMatchObject({value: 0.5, n: 3});
  expect([drop, bound]).toMatchObject([{value: 0.005}, {value: 0.015}]);
  expect(test).toMatchObject({value: expect.closeTo(0.01, 10) as number});
});

it('leaves out what test examples were not asked', () => {
  const record = ended(0, {units: 10, testAuroc: NaN});
  const [row] = stoppedTable({records: [record], command: 'npm run findings'}).rows;
  expect(row?.slice(-2)).toEqual([{value: null}, '0 of 1']);
});
