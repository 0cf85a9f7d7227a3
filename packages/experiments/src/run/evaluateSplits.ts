import {evaluate, type Evaluation, type MetricName, type Network} from '@espalier/core';
import type {DataSet} from '@espalier/datasets';
import type {Quality} from './runResult.ts';
import type {Unpruned} from './unpruned.ts';

export interface EvaluateSplitsOptions {
  readonly metrics?: readonly MetricName[];
  /** Beside validation and test. */
  readonly splits?: readonly 'train'[];
  readonly unpruned?: Unpruned;
}

/**
 * Evaluates a network on the splits that a run tells of; names begin with the split's: `testAccuracy`. `agreement` is that
 * with `unpruned`.
 */
export async function evaluateSplits(
  network: Network,
  {train, validation, test}: Pick<DataSet, 'train' | 'validation' | 'test'>,
  {metrics, splits, unpruned}: EvaluateSplitsOptions
): Promise<Quality> {
  const onValidation = await evaluate(network, validation, {metrics, reference: unpruned?.validation.predicted});
  const onTest = await evaluate(network, test, {metrics, reference: unpruned?.test?.predicted});
  const onTrain = splits?.includes('train')
    ? named('train', await evaluate(network, train, {metrics, reference: unpruned?.train?.predicted}))
    : {};
  return {...named('validation', onValidation), ...named('test', onTest), ...onTrain} as unknown as Quality;
}

function named(split: 'train' | 'validation' | 'test', {examples: _examples, ...values}: Evaluation) {
  const entries = Object.entries(values).map(([name, value]) => [
    split + name[0]!.toUpperCase() + name.slice(1),
    value
  ]);
  return Object.fromEntries(entries) as Readonly<Record<string, number>>;
}
