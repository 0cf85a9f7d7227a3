import type {StructureOptions} from '@espalier/core';
import {criteriaRegistry} from '../plugins/criteriaRegistry.ts';
import {loadPlugins} from '../plugins/loadPlugin.ts';
import type {ScoresDocument} from './documents.ts';
import {givenStructure} from './givenStructure.ts';
import {makeScores} from './makeScores.ts';
import type {JobDataOptions} from './openJobData.ts';
import {parseCurvature} from './parseCurvature.ts';
import {unstableRanking} from './unstableRanking.ts';
import {withModelAndData} from './withModel.ts';

export interface ScoreModelOptions extends JobDataOptions, StructureOptions {
  readonly criteria: readonly string[];
  readonly batchSize?: number;
  readonly seed?: number;
  /** `exact` or `sampled:N`. */
  readonly curvature?: string;
  readonly plugins?: readonly string[];
  /** Whether the document tells how stable each ranking is. */
  readonly stability?: boolean;
  /** Told one line for each ranking that other examples would change. */
  readonly onUnstable?: (warning: string) => void;
  readonly onProgress?: (done: number, total: number) => void;
}

/** `espalier score`: a `scores.json` document. Throws ConfigError, ModelError or DataError. */
export async function scoreModel(path: string, data: string, options: ScoreModelOptions): Promise<ScoresDocument> {
  const {batchSize = 32, seed = 0, curvature = 'sampled:1', onProgress} = options;
  const registry = criteriaRegistry(await loadPlugins(options.plugins ?? []));
  const criteria = options.criteria.map(name => registry.get(name));
  const mode = parseCurvature(curvature);
  const structure = givenStructure(options);
  return withModelAndData(path, data, options, async ({network, sha256}, {name, dataset, split, examples}) => {
    const {stability = {}, ...document} = await makeScores(
      {network, examples, model: {path, sha256}, data: {name, split, sha256: dataset.sha256}, seed, structure},
      {criteria, batchSize, curvature: mode, stability: true, onProgress}
    );
    for (const [criterion, own] of Object.entries(stability)) {
      const remedy = (count: number) => `--examples ${count}`;
      const warning = unstableRanking(own, {criterion, available: dataset[split].size, remedy});
      if (warning !== undefined) options.onUnstable?.(warning);
    }
    return {...document, ...(options.stability && {stability})};
  });
}
