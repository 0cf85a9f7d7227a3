import {join, resolve} from 'node:path';
import type {PruneStep} from '@espalier/core';
import {dataSetNames} from '@espalier/datasets';
import {stringify} from 'yaml';
import {saveModel} from '../models/saveModel.ts';
import {criteriaRegistry} from '../plugins/criteriaRegistry.ts';
import {loadPlugins} from '../plugins/loadPlugin.ts';
import {historyRow} from '../run/historyRow.ts';
import {coreTarget, pruneNetwork} from '../run/pruneNetwork.ts';
import type {MetricsRow} from '../run/runResult.ts';
import {openLines} from '../runs/lines.ts';
import {refuseFull, writingWhole} from '../runs/wholeFolder.ts';
import {writeAtomically, writeJson} from '../runs/writeAtomically.ts';
import type {Settings} from '../schema/experiment.ts';
import {validate} from '../schema/validate.ts';
import {PRUNE_KEYS, pruneSchema} from '../schema/experiment.ts';
import {VERSION} from '../version.ts';
import {parseUntil, untilOf} from './parseUntil.ts';
import {withModelAndData} from './withModel.ts';

export interface PruneModelOptions {
  /** Folder to write, which must not hold anything yet. */
  readonly out: string;
  readonly criterion?: string;
  /** `flops=0.5` and the like. */
  readonly until?: string;
  readonly unitsPerStep?: number;
  readonly updates?: number;
  readonly lr?: number;
  readonly momentum?: number;
  readonly weightDecay?: number;
  readonly batchSize?: number;
  readonly normalize?: string;
  readonly flopsLambda?: number;
  readonly flopsScale?: string;
  readonly floor?: number;
  readonly curvature?: string;
  /** Training examples for stand-alone scores (`updates: 0`) and oracle rankings. */
  readonly examples?: number | 'all';
  readonly seed?: number;
  readonly dataDir?: string;
  readonly plugins?: readonly string[];
  readonly signal?: AbortSignal;
  readonly onPoint?: (row: MetricsRow) => void;
}

interface BeforeAfter {
  readonly before: number;
  readonly after: number;
}

/** `result.json` of `espalier prune`. Accuracies are shares in [0, 1]; `accuracy` is that of the test split. */
export interface PrunedDocument {
  readonly format: 'espalier.pruned/1';
  readonly espalier: string;
  readonly model: {readonly sha256: string};
  readonly data: {readonly name: string; readonly sha256: string};
  readonly criterion: string;
  readonly seed: number;
  readonly steps: number;
  readonly units: BeforeAfter;
  readonly parameters: BeforeAfter;
  readonly flops: BeforeAfter;
  readonly accuracy: BeforeAfter;
  readonly loss: BeforeAfter;
  readonly validationAccuracy: BeforeAfter;
  readonly validationLoss: BeforeAfter;
}

/**
 * `espalier prune`: writes `model/`, `history.jsonl`, `metrics.jsonl`, `result.json` and `config.yaml` to a new folder,
 * which appears whole or not at all. Throws ConfigError, ModelError, DataError or the engine's TargetError.
 */
export async function pruneModel(path: string, data: string, options: PruneModelOptions): Promise<PrunedDocument> {
  const {seed = 0, examples = 'all'} = options;
  const settings = settingsOf(options);
  coreTarget(untilOf(settings.until));
  const out = resolve(options.out);
  await refuseFull(out, options.out);
  const ranker = criteriaRegistry(await loadPlugins(options.plugins ?? [])).ranker(settings.criterion);
  // With a validation split held out, as in a run.
  const wanted = {split: 'validation', dataDir: options.dataDir} as const;
  return withModelAndData(path, data, wanted, async ({network, sha256}, {name, dataset}) =>
    writingWhole(out, async folder => {
      const [history, metrics] = [
        await openLines(join(folder, 'history.jsonl')),
        await openLines(join(folder, 'metrics.jsonl'))
      ];
      const {before, after} = await pruneNetwork(network, {
        settings,
        ranker,
        data: dataset,
        seed,
        scoringExamples: examples,
        signal: options.signal,
        onPoint: async row => {
          await metrics.append(row);
          options.onPoint?.(row);
        },
        onStep: (step: PruneStep) => history.append(historyRow(step))
      }).finally(() => Promise.all([history.close(), metrics.close()]));
      await saveModel(network, join(folder, 'model'));
      await writeAtomically(join(folder, 'config.yaml'), configText(path, data, {settings, seed, examples}));
      const head = {model: {sha256}, data: {name, sha256: dataset.sha256}, criterion: settings.criterion, seed};
      const result = prunedDocument(head, before, after);
      await writeJson(join(folder, 'result.json'), result);
      return result;
    })
  );
}

/** Checks the options as a `prune:` section is checked, and fills in the same defaults. */
function settingsOf(options: PruneModelOptions): Settings['prune'] {
  const {target, fraction} = parseUntil(options.until ?? 'flops=0.5');
  const given = Object.entries(options).filter(([key]) => PRUNE_KEYS.includes(key));
  return validate(pruneSchema, {...Object.fromEntries(given), until: {[target]: fraction}}, () => 'prune');
}

interface Resolved {
  readonly settings: Settings['prune'];
  readonly seed: number;
  readonly examples: number | 'all';
}

/** As an experiment file, so that `espalier run config.yaml` prunes the same model again. */
function configText(path: string, data: string, {settings, seed, examples}: Resolved): string {
  const dataset = {name: dataSetNames().includes(data) ? data : resolve(data)};
  return stringify({
    dataset,
    model: {path: resolve(path)},
    train: {epochs: 0},
    prune: settings,
    scores: {examples},
    seeds: [seed]
  });
}

type Head = Pick<PrunedDocument, 'model' | 'data' | 'criterion' | 'seed'>;

function prunedDocument(head: Head, before: MetricsRow, after: MetricsRow): PrunedDocument {
  const both = (key: Exclude<keyof MetricsRow, 'unitsLeft'>): BeforeAfter => ({before: before[key], after: after[key]});
  return {
    format: 'espalier.pruned/1',
    espalier: VERSION,
    ...head,
    steps: after.step,
    units: both('units'),
    parameters: both('parameters'),
    flops: both('flops'),
    accuracy: both('testAccuracy'),
    loss: both('testLoss'),
    validationAccuracy: both('validationAccuracy'),
    validationLoss: both('validationLoss')
  };
}
