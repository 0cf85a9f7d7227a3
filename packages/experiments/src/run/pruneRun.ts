import {rm} from 'node:fs/promises';
import {join} from 'node:path';
import {disposeOptimizerState, type Network} from '@espalier/core';
import {using} from '../jobs/withModel.ts';
import {pruningRemedy, unstableRanking} from '../jobs/unstableRanking.ts';
import {loadModel} from '../models/loadModel.ts';
import {saveModel} from '../models/saveModel.ts';
import {openLines} from '../runs/lines.ts';
import type {Stage} from '../runs/stages.ts';
import {writeJson} from '../runs/writeAtomically.ts';
import {createCheckpointer} from './checkpointer.ts';
import {removeCheckpoints} from './checkpoints.ts';
import {readCosts} from './ensureCosts.ts';
import {throwIfAborted} from './events.ts';
import {historyRow, timingsRow} from './historyRow.ts';
import {isRefusal} from './isRefusal.ts';
import type {PlannedRun} from './planSweep.ts';
import {removeMilestones} from './milestones/milestoneFiles.ts';
import {openMilestones} from './milestones/openMilestones.ts';
import {LINE_FILES, resumeRun, writePruneCheckpoint, type ResumedRun} from './pruneCheckpoint.ts';
import {pruneNetwork, type PrunedEnds} from './pruneNetwork.ts';
import {reached} from './reached.ts';
import type {RunContext} from './runContext.ts';
import type {Endpoint, MetricsRow, RunResult} from './runResult.ts';
import {outcomesOfBase} from './unpruned.ts';

/** Stages that pruning begins with. */
interface RunStart {
  readonly base: Stage;
  /** Measured times of units, where they are ranked by them. */
  readonly costs: Stage | undefined;
}

/**
 * The run proper, its attempt number `attempt`: prunes the base network and writes the run's results, `result.json` last.
 * Goes on from the checkpoint of an earlier attempt where there is one, and writes its own.
 */
export async function pruneRun(
  run: PlannedRun,
  {base, costs}: RunStart,
  context: RunContext,
  attempt: number
): Promise<void> {
  const {config, folder} = run;
  const {settings, seed} = config;
  throwIfAborted(context.checkpointSoon);
  const data = await context.openData(settings, seed);
  const ranker = context.registry.ranker(settings.prune.criterion);
  const checkpointer = createCheckpointer(context);
  const unpruned = await outcomesOfBase(base, data, settings);
  const unitMilliseconds = await readCosts(costs);
  const resumed = await resumeRun(run, context);
  if (!resumed) {
    const old = LINE_FILES.map(name => rm(join(folder, name), {force: true}));
    await Promise.all([...old, removeMilestones(folder)]);
  }
  const place = {run, base, data, unpruned, context};
  const milestones = settings.milestones && (await openMilestones(settings.milestones, place));
  const files = await Promise.all(LINE_FILES.map(name => openLines(join(folder, name))));
  const [metrics, history, timings] = files;
  const close = () => Promise.all(files.map(lines => lines.close()));
  try {
    await withStart({run, base, resumed}, async (network, original) => {
      // Where the run stopped in front of or within a milestone.
      if (resumed) await milestones?.pass(resumed);
      let first: MetricsRow | undefined = resumed?.curve.before;
      let finalSeconds = 0;
      const ends = await pruneNetwork(network, {
        settings: settings.prune,
        metrics: settings.metrics,
        splits: settings.splits,
        withMemory: settings.milestones?.memory,
        unpruned,
        ranker,
        unitMilliseconds,
        data,
        seed,
        scoringExamples:
          settings.oracle && typeof ranker === 'string' ? settings.oracle.examples : settings.scores.examples,
        signal: context.signal,
        onStability: stability => {
          const remedy = pruningRemedy(settings.prune, {updates: 'prune.updates', examples: 'scores.examples'});
          const source = {criterion: settings.prune.criterion, available: data.train.size, remedy};
          const warning = unstableRanking(stability, source);
          if (warning !== undefined) context.log?.complain(warning);
        },
        onPoint: async row => {
          first ??= row;
          await metrics?.append(row);
          const {step, units, flops, validationAccuracy} = row;
          const progress = reached(settings.prune.until, first, row);
          context.onProgress?.({kind: 'prune', step, units, flops, validationAccuracy, progress});
        },
        onStep: async (step, judged) => {
          await history?.append(historyRow(step, judged));
          await timings?.append(timingsRow(step));
        },
        onFinalPart: seconds => {
          finalSeconds += seconds;
        },
        onBoundary: async (checkpoint, curve, kept) => {
          const passing = {network, checkpoint};
          const always = milestones?.isAt(passing);
          const write = async () => {
            const marks = await Promise.all(files.map(lines => lines.mark()));
            await writePruneCheckpoint(run, attempt, {...passing, curve, kept}, marks);
            // The one that this attempt began with stays, in case the new one is damaged.
            await removeCheckpoints(folder, [attempt, resumed?.attempt]);
          };
          await checkpointer.boundary(write, {always});
          await milestones?.pass(passing);
        },
        resume: resumed && {checkpoint: {...resumed.checkpoint, original}, curve: resumed.curve, kept: resumed.kept}
      }).catch(async (error: unknown) => {
        // Gone on with, it would only come to the same refusal.
        if (isRefusal(error)) await removeCheckpoints(folder);
        throw error;
      });
      // Together, because a disk syncs several files in the time of one; the result says that all is there.
      await Promise.all([saveModel(network, join(folder, 'model')), close()]);
      await context.record?.update({
        ...(milestones && {latencies: milestones.latencies()}),
        // Of one attempt: one that went on has not seen them all.
        ...(!resumed && finalSeconds > 0 && {finalFineTune: finalSeconds})
      });
      await writeJson(join(folder, 'result.json'), runResult(run, {...ends, milestones: milestones?.rows()}));
      await Promise.all([removeCheckpoints(folder), removeMilestones(folder)]);
    });
  } finally {
    await close();
  }
}

interface Start {
  readonly run: PlannedRun;
  readonly base: Stage;
  readonly resumed: ResumedRun | undefined;
}

/** Hands on the network to prune, and the unpruned one where a resumed run is measured beside it or taught by it. */
async function withStart(
  {run, base, resumed}: Start,
  use: (network: Network, original?: Network) => Promise<void>
): Promise<void> {
  const withUnpruned = async (work: (network: Network) => Promise<void>) => {
    const {network} = await loadModel(join(base.folder, 'model'));
    await using(network, () => work(network));
  };
  if (!resumed) return withUnpruned(use);
  const {network, checkpoint} = resumed;
  try {
    await using(network, async () => {
      const {until, distill} = run.config.settings.prune;
      if (until.latency === undefined && !distill) return use(network);
      await withUnpruned(original => use(network, original));
    });
  } finally {
    // Those that pruning has not taken over.
    disposeOptimizerState(checkpoint.optimizer);
  }
}

function runResult({config}: PlannedRun, ends: PrunedEnds & Pick<RunResult, 'milestones'>): RunResult {
  const {before, after, latency, stopped, milestones} = ends;
  const {settings, seed} = config;
  const {name, goal} = settings.metric;
  return {
    format: 'espalier.run/1',
    criterion: settings.prune.criterion,
    seed,
    metric: {name, goal, value: after[name]},
    before: endpoint(before),
    after: endpoint(after),
    latency,
    stopped,
    milestones
  };
}

function endpoint({step: _step, updates: _updates, unitsLeft: _left, ...rest}: MetricsRow): Endpoint {
  return rest;
}
