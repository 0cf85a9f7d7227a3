import type {Milestone} from '../records/milestoneSchemas.ts';
import type {RunRecord} from '../records/runRecord.ts';
import {madeUpRecords} from './madeUpRecords.ts';
import {seededRandom} from './seededRandom.ts';

const SHARES = [0.75, 0.5, 0.25] as const;
const RECOVERED = 0.02;

/** Made-up runs with milestones at 75, 50 and 25 % of units, both controls, latencies and a base with a head. */
export function madeUpMilestones(options: {readonly seeds?: readonly number[]} = {}): RunRecord[] {
  return madeUpRecords(options).map((record, i) => withMilestones(record, seededRandom(500 + i)));
}

function withMilestones(record: RunRecord, random: () => number): RunRecord {
  const {curve} = record;
  const [start, end] = [curve[0], curve.at(-1)];
  if (!start || !end) return record;
  const milestones = SHARES.map(share => milestone(record, share, random));
  const latency = ({flops}: {readonly flops: number}) => 0.4 + (1.6 * flops) / start.flops + 0.1 * random();
  return {
    ...record,
    result: {...record.result, before: balanced(start), after: balanced(end), milestones},
    base: {
      validation: {loss: 0.2, accuracy: 0.9},
      test: {loss: 0.2, accuracy: 0.9},
      head: {
        test: {loss: 0.9, accuracy: 0.62 + 0.02 * random(), balancedAccuracy: 0.6},
        validation: {loss: 0.9, accuracy: 0.63}
      }
    },
    latencies: {
      batch: 1,
      dense: {milliseconds: 2},
      milestones: milestones.map(({target, flops}) => ({target, milliseconds: latency({flops})}))
    }
  };
}

function milestone({curve}: RunRecord, share: number, random: () => number): Milestone {
  const start = curve[0]?.units ?? 1;
  const point = curve.find(({units}) => units <= share * start) ?? curve.at(-1);
  if (!point) throw new Error('Expected a curve with points.');
  const {step, updates, units, parameters, flops, testAccuracy = 0} = point;
  const tested = (accuracy: number) =>
    balanced({
      testAccuracy: accuracy,
      validationAccuracy: accuracy + 0.01,
      testLoss: 1 - accuracy,
      validationLoss: 1 - accuracy
    });
  const whole = (curve[0]?.testAccuracy ?? 0) + 0.01 * random();
  return {
    target: {units: share},
    step,
    updates: updates + 300,
    units,
    parameters,
    flops,
    ...tested(testAccuracy + RECOVERED * random()),
    controls: {
      unpruned: {updates: updates + 300, ...tested(whole)},
      scratch: {
        updates: updates + 900,
        parameters,
        flops,
        units,
        ...tested(whole - 0.3 * (1 - share) ** 2 - 0.02 * random())
      }
    }
  };
}

function balanced<Row extends {readonly testAccuracy?: number}>(row: Row): Row & {testBalancedAccuracy: number} {
  return {...row, testBalancedAccuracy: (row.testAccuracy ?? 0) - 0.03};
}
