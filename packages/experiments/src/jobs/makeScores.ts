import {
  findStructure,
  normalizeScores,
  rankingStability,
  scoreUnits,
  unitFlops,
  type Criterion,
  type Normalization,
  type ScoreResult
} from '@espalier/core';
import {VERSION} from '../version.ts';
import {unitRecords, type ScoresDocument} from './documents.ts';
import type {MeasureInput} from './measureInput.ts';
import type {CurvatureOption} from './parseCurvature.ts';

export interface MakeScoresOptions {
  readonly criteria: readonly Criterion[];
  readonly batchSize: number;
  readonly curvature: CurvatureOption;
  /** Also tells how stable each ranking is. */
  readonly stability?: boolean;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Scores a network by several criteria in one pass, as a `scores.json` document. */
export async function makeScores(input: MeasureInput, options: MakeScoresOptions): Promise<ScoresDocument> {
  const {network, examples, model, data, seed} = input;
  const structure = findStructure(network, input.structure);
  const result = await scoreUnits(network, examples, {...options, structure, seed, halves: options.stability});
  return {
    format: 'espalier.scores/1',
    espalier: VERSION,
    model,
    data: {...data, examples: examples.size},
    seed,
    loss: result.loss,
    units: unitRecords(structure, unitFlops(network, structure)),
    criteria: allNormalizations(result, structure.groups),
    ...(options.stability && {stability: allStabilities(result, structure.groups, options.criteria)})
  };
}

/** As pruning ranks them: l2, unless a criterion is ranked raw. */
function allStabilities(
  {halves}: ScoreResult,
  groups: Parameters<typeof normalizeScores>[1],
  criteria: readonly Criterion[]
): ScoresDocument['stability'] {
  const entries = criteria.flatMap(({name, ranked}) => {
    const own = halves.get(name);
    return own ? [[name, rankingStability(own, groups, ranked === 'raw' ? 'none' : 'l2')]] : [];
  });
  return Object.fromEntries(entries) as ScoresDocument['stability'];
}

function allNormalizations(
  {scores}: ScoreResult,
  groups: Parameters<typeof normalizeScores>[1]
): ScoresDocument['criteria'] {
  const by = (raw: Float64Array, normalization: Normalization) => [...normalizeScores(raw, groups, normalization)];
  const entries = [...scores].map(([name, raw]) => [
    name,
    {raw: [...raw], l2: by(raw, 'l2'), l1: by(raw, 'l1'), minMax: by(raw, 'min-max')}
  ]);
  return Object.fromEntries(entries) as ScoresDocument['criteria'];
}
