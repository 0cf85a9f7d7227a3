import type {RunRecord} from '../records/runRecord.ts';
import {RecordError} from '../records/recordError.ts';
import {analyseVariance, type VarianceSource} from '../statistics/analyseVariance.ts';
import {settingsOf} from './matchRuns.ts';
import {valueIn} from './measureBySeed.ts';
import {metricOf, type Quality} from './metricNames.ts';
import type {Place} from './quantitySchema.ts';
import {rowAt, startOf} from './rowAt.ts';

/** A setting that varies between the runs of a factorial experiment. */
export interface Factor {
  /** `criterion`, or a dotted key. */
  readonly setting: string;
  /** In words. */
  readonly name: string;
}

export interface VarianceOptions {
  readonly of: Quality;
  readonly at: Place;
  readonly factors: readonly Factor[];
}

/**
 * Analysis of variance of runs of which each combination of factors has one a seed; seeds are blocks, since runs of one
 * seed start from the same network. Throws a RecordError where the runs are no such experiment.
 */
export function varianceOf(records: readonly RunRecord[], {of, at, factors}: VarianceOptions): VarianceSource[] {
  const {source} = metricOf(of);
  if (source.from === 'correlation') throw new RecordError(`Expected a metric of networks, got ${of}.`);
  const observations = records.map(run => {
    const value = valueIn(rowAt(run, {at}), startOf(run), source);
    if (value === undefined) throw new RecordError(`Expected ${of} of ${run.sweep}/${run.id}, got none.`);
    const settings = settingsOf(run);
    const levels = factors.map(({setting}) => String(settings.get(setting) ?? 'none'));
    return {levels, block: String(run.seed), value};
  });
  try {
    return analyseVariance(observations);
  } catch (error) {
    throw new RecordError(`Runs of ${of} by ${factors.map(({name}) => name).join(', ')}: ${(error as Error).message}`);
  }
}
