import {startEngine, withLock} from '@espalier/backend';
import {openRunStore, type RunStore} from '../runs/runStore.ts';
import {sweepOutStages} from '../runs/stages.ts';
import {tryLock} from '../runs/tryLock.ts';
import {ConfigError} from '../schema/ConfigError.ts';
import type {RunEnd, SweepEvent} from './events.ts';
import {executeRun, type Executed} from './executeRun.ts';
import {runLock} from './listRuns.ts';
import {loadExperiment, type Experiment} from './loadExperiment.ts';
import {dataOpener} from './openRunData.ts';
import type {RunContext} from './runContext.ts';
import {hasResult, planSweep, type PlannedRun} from './planSweep.ts';

export interface SweepOptions {
  readonly overrides?: readonly string[];
  readonly seeds?: readonly number[];
  readonly plugins?: readonly string[];
  readonly dataDir?: string;
  /** Folder of the run store. */
  readonly runs?: string;
  /** Plans and returns. */
  readonly dryRun?: boolean;
  readonly jobs?: number;
  /** Goes on past a failed run. */
  readonly keepGoing?: boolean;
  /** Does failed runs again. */
  readonly rerunFailed?: boolean;
  /** Name of the folder below `runs/`, in place of the file's. */
  readonly name?: string;
  /** A run by itself: what it refuses to do is thrown, and leaves no folder behind. */
  readonly lone?: boolean;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: SweepEvent) => void;
}

/** How a sweep ended. */
export interface SweepSummary {
  readonly sweep: string;
  readonly store: RunStore;
  readonly plan: readonly PlannedRun[];
  readonly finished: readonly PlannedRun[];
  readonly failed: readonly {readonly run: PlannedRun; readonly error: string}[];
  /** Left to do: interrupted, or not begun. */
  readonly remaining: readonly PlannedRun[];
  readonly interrupted: boolean;
  /** 0 all finished, 1 some failed, 130 interrupted. */
  readonly exitCode: 0 | 1 | 130;
}

/**
 * Does every run of an experiment file that is not finished yet, one after the other. The same call goes on after a
 * crash; several processes at once share the work, and none does a run that another is at.
 */
export async function runSweep(file: string, options: SweepOptions = {}): Promise<SweepSummary> {
  const {jobs = 1, dataDir, runs: root, dryRun = false, name, onEvent = () => undefined} = options;
  if (jobs !== 1)
    throw new ConfigError(`Expected one job at a time, got ${jobs}. Several come with the local launcher.`);
  const experiment = renamed(await loadExperiment(file, options), name);
  const engine = await startEngine();
  const store = openRunStore(root);
  const {registry, plugins} = experiment;
  const context: RunContext = {
    store,
    engine,
    registry,
    plugins,
    openData: dataOpener(dataDir),
    dataDir,
    lone: options.lone,
    signal: options.signal
  };
  const plan = await planSweep(experiment.runs, context);
  onEvent({kind: 'planned', runs: plan});
  if (!dryRun) await sweepOutStages(store);
  const ended = dryRun ? new Map<string, Executed>() : await workOff(plan, context, options);
  return summarize(experiment.name, {store, plan, ended, interrupted: options.signal?.aborted ?? false});
}

function renamed(experiment: Experiment, name = experiment.name): Experiment {
  return {...experiment, name, runs: experiment.runs.map(run => ({...run, sweep: name}))};
}

async function workOff(
  plan: readonly PlannedRun[],
  context: RunContext,
  {keepGoing = true, rerunFailed = false, signal, onEvent = () => undefined}: SweepOptions
): Promise<ReadonlyMap<string, Executed>> {
  const ended = new Map<string, Executed>();
  const todo = plan.filter(({state}) => state === 'to run' || (state === 'failed' && rerunFailed));
  const elsewhere: PlannedRun[] = [];
  const doRun = async (run: PlannedRun): Promise<Executed> => {
    if (await hasResult(run.folder)) return {status: 'finished'};
    onEvent({kind: 'started', run, position: ended.size + 1, total: todo.length});
    return executeRun(run, {...context, onProgress: progress => onEvent({kind: 'progress', run, progress})});
  };
  const note = (run: PlannedRun, executed: Executed): boolean => {
    ended.set(run.key, executed);
    onEvent({kind: 'ended', run, ...executed});
    return executed.status === 'interrupted' || (executed.status === 'failed' && !keepGoing);
  };
  for (const run of todo) {
    if (signal?.aborted) return ended;
    const attempt = await tryLock(runLock(run.folder), () => doRun(run));
    if (attempt.held) {
      elsewhere.push(run);
      onEvent({kind: 'elsewhere', run});
    } else if (note(run, attempt.value)) return ended;
  }
  // What others are at is waited for last, and done here if they die.
  for (const run of elsewhere) {
    if (signal?.aborted) return ended;
    if (note(run, await withLock(runLock(run.folder), () => doRun(run)))) return ended;
  }
  return ended;
}

interface Ending {
  readonly store: RunStore;
  readonly plan: readonly PlannedRun[];
  readonly ended: ReadonlyMap<string, Executed>;
  readonly interrupted: boolean;
}

function summarize(sweep: string, {store, plan, ended, interrupted}: Ending): SweepSummary {
  const statusOf = (run: PlannedRun): RunEnd | PlannedRun['state'] => ended.get(run.key)?.status ?? run.state;
  const failed = plan
    .filter(run => statusOf(run) === 'failed')
    .map(run => ({run, error: ended.get(run.key)?.error ?? run.reason}));
  return {
    sweep,
    store,
    plan,
    finished: plan.filter(run => statusOf(run) === 'finished'),
    failed,
    remaining: plan.filter(run => ['to run', 'interrupted'].includes(statusOf(run))),
    interrupted,
    exitCode: interrupted ? 130 : failed.length > 0 ? 1 : 0
  };
}
