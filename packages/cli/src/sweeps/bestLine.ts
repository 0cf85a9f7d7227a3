import {metricText} from '../output/metricText.ts';
import type {SweepDocument, SweptRun} from './sweepDocument.ts';

/** What successive halving chose: the best candidate of the last rung, by its mean over all seeds; empty before that. */
export function bestLine({runs, rungs}: Pick<SweepDocument, 'runs' | 'rungs'>): string {
  const last = rungs?.at(-1);
  if (!last || runs.some(({status}) => status === 'to run')) return '';
  const seedsEach = last.runs / last.candidates;
  const candidates = new Map<string, SweptRun[]>();
  for (const run of runs.filter(({point, result}) => result && point[last.key] === last.value)) {
    const name = pointText(run.point);
    candidates.set(name, [...(candidates.get(name) ?? []), run]);
  }
  const means = [...candidates]
    .filter(([, seeds]) => seeds.length === seedsEach)
    .map(([name, seeds]) => ({name, metric: meanMetric(seeds)}))
    .filter(({metric}) => Number.isFinite(metric.value));
  const [best] = means.toSorted((a, b) =>
    a.metric.goal === 'minimize' ? a.metric.value - b.metric.value : b.metric.value - a.metric.value
  );
  return best ? `Best: ${best.name} (${best.metric.name} ${metricText(best.metric)})` : '';
}

function meanMetric(runs: readonly SweptRun[]) {
  const metrics = runs.flatMap(({result}) => result?.metric ?? []);
  const value = metrics.reduce((sum, metric) => sum + metric.value, 0) / metrics.length;
  return {name: '', goal: '', ...metrics[0], value};
}

function pointText(point: SweptRun['point']): string {
  return Object.entries(point)
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
}
