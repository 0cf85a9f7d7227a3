import type {RunRecord} from '../records/runRecord.ts';
import {madeUpRecords} from './madeUpRecords.ts';
import {seededRandom} from './seededRandom.ts';

const RATES = new Map([
  [0.001, -0.1],
  [0.01, 0],
  [0.1, -0.04]
]);
const PRICES = [0, 0.1];
const CRITERIA = new Map([
  ['taylor', 0],
  ['random', -0.06]
]);

/** Made-up runs of every rate with every price and criterion, three seeds: accuracy depends on all but the price. */
export function madeUpGrid(): RunRecord[] {
  const random = seededRandom(7);
  const runs = madeUpRecords().filter(({criterion}) => CRITERIA.has(criterion));
  return runs.flatMap(run => {
    const end = run.curve.at(-1)!;
    return [...RATES].flatMap(([lr, change]) =>
      PRICES.map(flopsLambda => {
        const testAccuracy = 0.8 + change + (CRITERIA.get(run.criterion) ?? 0) + 0.01 * run.seed + 0.005 * random();
        return {
          ...run,
          id: `${run.id}-${lr}-${flopsLambda}`,
          label: `${run.criterion}, lr=${lr}, flopsLambda=${flopsLambda}`,
          config: {...run.config, prune: {criterion: run.criterion, lr, flopsLambda}},
          result: {...run.result, after: {...end, testAccuracy}}
        };
      })
    );
  });
}
