import {tf} from '@espalier/backend';
import type {Criterion} from '../criterion.ts';
import type {Examples} from '../data.ts';
import {allOf, batchesOf} from '../evaluate.ts';
import {feedOf} from '../graph/feed.ts';
import {findStructure} from '../graph/findStructure.ts';
import type {Network} from '../graph/network.ts';
import type {Structure} from '../graph/structure.ts';
import {crossEntropy, type Loss} from '../loss.ts';
import {checkLoss} from '../nonFiniteError.ts';
import {createRandom} from '../random.ts';
import type {CurvatureMode} from './curvature.ts';
import {drawHalves, type Halves} from './halves.ts';
import {disposeRecording, recordForward} from './recording.ts';
import {createScorer} from './scorer.ts';

export interface ScoreOptions {
  readonly criteria: readonly Criterion[];
  readonly structure?: Structure;
  readonly batchSize?: number;
  readonly seed?: number;
  readonly curvature?: CurvatureMode;
  /** Scores on these examples only. */
  readonly indices?: readonly number[];
  /** One number in (0, 1) a unit; drawn from the seed by default. */
  readonly draw?: Float64Array;
  readonly loss?: Loss;
  /** Also scores two halves of the examples by themselves, dealt by the seed. */
  readonly halves?: boolean;
  readonly onProgress?: (examples: number, total: number) => void;
}

export interface ScoreResult {
  /** Mean loss of the examples in evaluation mode. */
  readonly loss: number;
  readonly examples: number;
  /** By criterion: one score a unit of the whole network, not normalised. */
  readonly scores: ReadonlyMap<string, Float64Array>;
  /** By criterion, where asked for, and where other examples could give other scores. */
  readonly halves: ReadonlyMap<string, Halves>;
}

/**
 * Scores every unit by every criterion in one pass over the examples, in evaluation mode: batch normalisation uses its
 * moving statistics and dropout is off. The network is left as it is.
 *
 * Throws `CriterionError` where a criterion breaks its contract.
 */
export async function scoreUnits(network: Network, examples: Examples, options: ScoreOptions): Promise<ScoreResult> {
  const {criteria, batchSize = 32, seed = 0, curvature, loss = crossEntropy, onProgress} = options;
  const structure = options.structure ?? findStructure(network);
  const indices = options.indices ?? allOf(examples);
  const draw = options.draw ?? drawUnits(structure.units, seed);
  const halfOf = options.halves ? drawHalves(indices.length, seed) : undefined;
  const scorer = createScorer(network, structure, {criteria, curvature, seed, draw, loss, halfOf});
  let lossSum = 0;
  let seen = 0;
  try {
    for await (const batch of batchesOf(examples, indices, scorer.oneByOne ? 1 : batchSize)) {
      const {y} = batch;
      const recording = recordForward(network, feedOf(batch), scorer);
      try {
        const losses = tf.tidy(() => loss.perExample(recording.logits, y).dataSync());
        for (const value of losses) lossSum += value;
        checkLoss(lossSum);
        const places = Array.from({length: y.shape[0]}, (_, row) => seen + row);
        scorer.observe(recording, y, [], places);
      } finally {
        disposeRecording(recording);
      }
      seen += y.shape[0];
      onProgress?.(seen, indices.length);
    }
    return {
      loss: lossSum / indices.length,
      examples: indices.length,
      scores: scorer.finish(),
      halves: scorer.finishHalves()
    };
  } finally {
    scorer.dispose();
  }
}

/** One uniform number in (0, 1) for each unit of the unpruned network, from the seed alone. */
export function drawUnits(units: number, seed: number): Float64Array {
  const random = createRandom(`${seed}/draw`);
  return Float64Array.from({length: units}, () => Math.max(random.uniform(), Number.MIN_VALUE));
}
