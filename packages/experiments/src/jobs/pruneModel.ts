import {join, resolve} from 'node:path';
import {
  predictOutcomes,
  type AutoUpdates,
  type DistillOptions,
  type DropMetric,
  type Network,
  type StructureOptions
} from '@espalier/core';
import {dataSetNames} from '@espalier/datasets';
import {stringify} from 'yaml';
import {saveModel} from '../models/saveModel.ts';
import {criteriaRegistry} from '../plugins/criteriaRegistry.ts';
import {loadPlugins} from '../plugins/loadPlugin.ts';
import {historyRow, timingsRow} from '../run/historyRow.ts';
import {pruneNetwork} from '../run/pruneNetwork.ts';
import type {MetricsRow} from '../run/runResult.ts';
import {openLines} from '../runs/lines.ts';
import {refuseFull, writingWhole} from '../runs/wholeFolder.ts';
import {writeAtomically, writeJson} from '../runs/writeAtomically.ts';
import type {Settings} from '../schema/experiment.ts';
import {validate} from '../schema/validate.ts';
import {PRUNE_KEYS, pruneSchema} from '../schema/experiment.ts';
import {givenStructure} from './givenStructure.ts';
import {parseUntil} from './parseUntil.ts';
import {prunedDocument, type PrunedDocument} from './prunedDocument.ts';
import {millisecondsOf, unitLatencies} from './unitLatencies.ts';
import {pruningRemedy, unstableRanking} from './unstableRanking.ts';
import {withModelAndData} from './withModel.ts';

export interface PruneModelOptions extends StructureOptions {
  /** Folder to write, which must not hold anything yet. */
  readonly out: string;
  readonly criterion?: string;
  /** `flops=0.5`, `drop=2.5`, and the like. */
  readonly until?: string;
  /** What `drop` is a drop of, on validation examples; accuracy unless given. */
  readonly dropMetric?: DropMetric;
  /** A number, or `all` that the target needs at once. */
  readonly unitsPerStep?: number | 'all';
  readonly updates?: number;
  /** Makes `updates` the most between removals, and stops where they are no longer worth it. */
  readonly autoUpdates?: boolean | AutoUpdates;
  /** Updates after the last removal; as many as between removals unless given. */
  readonly finalUpdates?: number;
  readonly optimizer?: string;
  readonly lr?: number;
  readonly momentum?: number;
  readonly weightDecay?: number;
  readonly batchSize?: number;
  readonly normalize?: string;
  readonly flopsLambda?: number;
  readonly flopsScale?: string;
  /** What units save counts in their ranking: `{of: 'memory'}` divides by it, with `lambda` that price is taken off. */
  readonly cost?: {readonly of: string; readonly lambda?: number};
  /** A count, or a share below 1; one for all, or by layer name or pattern. */
  readonly floor?: number | Readonly<Record<string, number>>;
  /** Examples in a batch whose latency is measured, where that is the target. */
  readonly latencyBatch?: number;
  readonly curvature?: string;
  /** With the unpruned network as teacher: `{}` for the default temperature and weight. */
  readonly distill?: DistillOptions;
  /** Training examples for stand-alone scores (`updates: 0`) and oracle rankings. */
  readonly examples?: number | 'all';
  readonly seed?: number;
  readonly dataDir?: string;
  readonly plugins?: readonly string[];
  readonly signal?: AbortSignal;
  readonly onPoint?: (row: MetricsRow) => void;
  /** Told one line where the first ranking is one that other examples would change. */
  readonly onUnstable?: (warning: string) => void;
}

/**
 * `espalier prune`: writes `model/`, `history.jsonl`, `metrics.jsonl`, `timings.jsonl`, `result.json` and `config.yaml`
 * to a new folder, which appears whole or not at all. Throws ConfigError, ModelError, DataError or the engine's TargetError.
 */
export async function pruneModel(path: string, data: string, options: PruneModelOptions): Promise<PrunedDocument> {
  const {seed = 0, examples = 'all'} = options;
  const settings = settingsOf(options);
  const out = resolve(options.out);
  await refuseFull(out, options.out);
  const ranker = criteriaRegistry(await loadPlugins(options.plugins ?? [])).ranker(settings.criterion);
  // With a validation split held out, as in a run.
  const wanted = {split: 'validation', dataDir: options.dataDir} as const;
  return withModelAndData(path, data, wanted, async ({network, sha256}, {name, dataset}) =>
    writingWhole(out, async folder => {
      const unitMilliseconds = await timeUnits(network, settings, folder);
      const lines = (name: string) => openLines(join(folder, `${name}.jsonl`));
      const [history, metrics, timings] = [await lines('history'), await lines('metrics'), await lines('timings')];
      const unpruned = settings.until.maxDrop && {validation: await predictOutcomes(network, dataset.validation)};
      const ends = await pruneNetwork(network, {
        settings,
        unpruned,
        ranker,
        unitMilliseconds,
        data: dataset,
        seed,
        scoringExamples: examples,
        signal: options.signal,
        onStability: stability => {
          const remedy = pruningRemedy(settings, {updates: '--updates', examples: '--examples'});
          const source = {criterion: settings.criterion, available: dataset.train.size, remedy};
          const warning = unstableRanking(stability, source);
          if (warning !== undefined) options.onUnstable?.(warning);
        },
        onPoint: async row => {
          await metrics.append(row);
          options.onPoint?.(row);
        },
        onStep: async (step, judged) => {
          await history.append(historyRow(step, judged));
          await timings.append(timingsRow(step));
        }
      }).finally(() => Promise.all([history, metrics, timings].map(one => one.close())));
      await saveModel(network, join(folder, 'model'));
      await writeAtomically(
        join(folder, 'config.yaml'),
        configText(path, data, {settings, seed, examples, plugins: options.plugins})
      );
      const head = {model: {sha256}, data: {name, sha256: dataset.sha256}, criterion: settings.criterion, seed};
      const result = prunedDocument(head, ends);
      await writeJson(join(folder, 'result.json'), result);
      return result;
    })
  );
}

/** Where units are ranked by their time: measures it, and leaves it in the folder. */
async function timeUnits(
  network: Network,
  settings: Settings['prune'],
  folder: string
): Promise<readonly number[] | undefined> {
  if (settings.cost?.of !== 'latency') return undefined;
  const {latencyBatch: batch, ...structure} = settings;
  const timed = await unitLatencies(network, {...givenStructure(structure), batch});
  await writeJson(join(folder, 'costs.json'), timed);
  return millisecondsOf(timed);
}

/** Checks the options as a `prune:` section is checked, and fills in the same defaults. */
function settingsOf(options: PruneModelOptions): Settings['prune'] {
  const until = parseUntil(options.until ?? 'flops=0.5', options.dropMetric);
  const given = Object.entries(options).filter(([key]) => PRUNE_KEYS.includes(key));
  return validate(pruneSchema, {...Object.fromEntries(given), until}, () => 'prune');
}

interface Resolved {
  readonly settings: Settings['prune'];
  readonly seed: number;
  readonly examples: number | 'all';
  readonly plugins?: readonly string[];
}

/** As an experiment file, so that `espalier run config.yaml` prunes the same model again. */
function configText(path: string, data: string, {settings, seed, examples, plugins = []}: Resolved): string {
  const dataset = {name: dataSetNames().includes(data) ? data : resolve(data)};
  return stringify({
    dataset,
    model: {path: resolve(path)},
    train: {epochs: 0},
    prune: settings,
    scores: {examples},
    ...(plugins.length > 0 && {plugins}),
    seeds: [seed]
  });
}
