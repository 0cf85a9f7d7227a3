import {
  disposeNetwork,
  scoreUnits,
  type Criterion,
  type CurvatureMode,
  type Examples,
  type Network
} from '@espalier/core';
import {kitExamples} from './kitExamples.ts';
import {kitNetwork} from './kitNetwork.ts';

export interface ScoreOptions {
  /** Freed when the scores are there. */
  readonly network?: Network;
  readonly examples?: Examples;
  readonly batchSize?: number;
  readonly indices?: readonly number[];
  readonly seed?: number;
  readonly curvature?: CurvatureMode;
}

/** Scores of every unit of the kit's network by one criterion alone. */
export async function scoreBy(
  criterion: Criterion,
  {
    network = kitNetwork(),
    examples = kitExamples(),
    batchSize = 8,
    indices,
    seed = 0,
    curvature = 'exact'
  }: ScoreOptions = {}
): Promise<Float64Array> {
  try {
    const {scores} = await scoreUnits(network, examples, {criteria: [criterion], batchSize, indices, seed, curvature});
    return scores.get(criterion.name)!;
  } finally {
    disposeNetwork(network);
  }
}
