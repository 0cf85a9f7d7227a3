import {exampleCounts} from './exampleCounts.ts';
import type {RunRecord} from './runRecord.ts';
import {subjectOf} from './subjectOf.ts';

const CRITERIA = ['criterion', 'criteria'] as const;
const SERIES = ['series', 'series'] as const;

/** Data, network, runs and seeds in one sentence, for captions; every number is counted from the records. */
export function describeRuns(records: readonly RunRecord[]): string {
  const [first] = records;
  if (!first) return 'No finished runs.';
  const seeds = [...new Set(records.map(({seed}) => seed))].sort((a, b) => a - b);
  const labels = new Set(records.map(({label}) => label));
  const what = new Set(records.map(({criterion}) => criterion)).size === labels.size ? CRITERIA : SERIES;
  const counts = new Set([...labels].map(label => records.filter(run => run.label === label).length));
  const each =
    counts.size === 1 ? `n = ${[...counts].join()} each` : `n = ${Math.min(...counts)} to ${Math.max(...counts)}`;
  return (
    `${subjectOf(first)}${sizes(records)}; ${plural(records.length, 'run')}: ` +
    `${plural(labels.size, what[0], what[1])}, ${seedWords(seeds)} (${each}).`
  );
}

/** `seeds 0, 1, 2`, or `seed 0`. */
export function seedWords(seeds: readonly number[]): string {
  return `${seeds.length === 1 ? 'seed' : 'seeds'} ${seeds.join(', ')}`;
}

function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function sizes(records: readonly RunRecord[]): string {
  const counts = new Set(records.flatMap(({config}) => exampleCounts(config['dataset']) ?? []));
  return counts.size > 0 ? ` (${[...counts].join('; ')})` : '';
}
