import {rm} from 'node:fs/promises';
import {join} from 'node:path';
import {using} from '../jobs/withModel.ts';
import {loadModel} from '../models/loadModel.ts';
import {saveModel} from '../models/saveModel.ts';
import {openLines} from '../runs/lines.ts';
import type {Stage} from '../runs/stages.ts';
import {writeJson} from '../runs/writeAtomically.ts';
import {historyRow, timingsRow} from './historyRow.ts';
import type {PlannedRun} from './planSweep.ts';
import {pruneNetwork, type PrunedEnds} from './pruneNetwork.ts';
import {reached} from './reached.ts';
import type {RunContext} from './runContext.ts';
import type {Endpoint, MetricsRow, RunResult} from './runResult.ts';

/** The run proper: prunes the base network and writes the run's results, `result.json` last. */
export async function pruneRun(run: PlannedRun, base: Stage, context: RunContext): Promise<void> {
  const {config, folder} = run;
  const {settings, seed} = config;
  const data = await context.openData(settings);
  const ranker = context.registry.ranker(settings.prune.criterion);
  const {network} = await loadModel(join(base.folder, 'model'));
  // An attempt that was cut off begins anew from the base network.
  for (const name of ['metrics.jsonl', 'history.jsonl']) await rm(join(folder, name), {force: true});
  const files = await Promise.all(
    ['metrics.jsonl', 'history.jsonl', 'timings.jsonl'].map(name => openLines(join(folder, name)))
  );
  const [metrics, history, timings] = files;
  const close = () => Promise.all(files.map(lines => lines.close()));
  try {
    await using(network, async () => {
      let first: MetricsRow | undefined;
      const ends = await pruneNetwork(network, {
        settings: settings.prune,
        ranker,
        data,
        seed,
        scoringExamples:
          settings.oracle && typeof ranker === 'string' ? settings.oracle.examples : settings.scores.examples,
        signal: context.signal,
        onPoint: async row => {
          first ??= row;
          await metrics?.append(row);
          const {step, units, flops, validationAccuracy} = row;
          const progress = reached(settings.prune.until, first, row);
          context.onProgress?.({kind: 'prune', step, units, flops, validationAccuracy, progress});
        },
        onStep: async step => {
          await history?.append(historyRow(step));
          await timings?.append(timingsRow(step));
        }
      });
      // Together, because a disk syncs several files in the time of one; the result says that all is there.
      await Promise.all([saveModel(network, join(folder, 'model')), close()]);
      await writeJson(join(folder, 'result.json'), runResult(run, ends));
    });
  } finally {
    await close();
  }
}

function runResult({config}: PlannedRun, {before, after, latency}: PrunedEnds): RunResult {
  const {settings, seed} = config;
  const {name, goal} = settings.metric;
  return {
    format: 'espalier.run/1',
    criterion: settings.prune.criterion,
    seed,
    metric: {name, goal, value: after[name]},
    before: endpoint(before),
    after: endpoint(after),
    latency
  };
}

function endpoint({step: _step, updates: _updates, unitsLeft: _left, ...rest}: MetricsRow): Endpoint {
  return rest;
}
