import type {Engine} from '@espalier/backend';
import {startTracking} from '../exports/mlflow/startTracking.ts';
import {lookAround} from '../runs/environment.ts';
import {atWork} from '../runs/presence.ts';
import {openRunStore, type RunStore} from '../runs/runStore.ts';
import {sweepOutStages} from '../runs/stages.ts';
import {sweepFolder, writeSubmission} from '../runs/submission.ts';
import {thisMachine} from '../runs/thisHost.ts';
import {watchForCancel} from './cancelSweep.ts';
import {closeFinished} from './closeFinished.ts';
import type {RunEnd, SweepEvent} from './events.ts';
import type {Ends, Work} from './launchers/launcher.ts';
import {createPool, type Pool} from './launchers/pool.ts';
import {loadExperiment, type Experiment} from './loadExperiment.ts';
import {dataOpener} from './openRunData.ts';
import {planAndStart} from './planAndStart.ts';
import type {PlannedRun} from './planSweep.ts';
import {renewReferences} from './renewReferences.ts';
import type {RunContext} from './runContext.ts';
import {createSchedule, scheduleFolder} from './schedule/createSchedule.ts';
import {plannedRungs, type PlannedRung} from './schedule/halving/plannedRungs.ts';

export interface SweepOptions extends LaunchOptions {
  readonly overrides?: readonly string[];
  readonly seeds?: readonly number[];
  readonly plugins?: readonly string[];
  /** Name of the folder below `runs/`, in place of the file's. */
  readonly name?: string;
}

/** How runs are done, whatever they are. */
export interface LaunchOptions {
  readonly dataDir?: string;
  /** Folder of the run store. */
  readonly runs?: string;
  /** Plans and returns. */
  readonly dryRun?: boolean;
  /** In this process, one after the other, or in worker processes. */
  readonly launcher?: 'inline' | 'local';
  /** Runs at a time, in worker processes; 1 unless given. */
  readonly jobs?: number;
  /** GPUs for worker processes, by number. */
  readonly gpus?: readonly string[];
  /** Goes on past a failed run. */
  readonly keepGoing?: boolean;
  /** How often a run that fails is tried again at once. */
  readonly retries?: number;
  /** Runs to do before stopping. */
  readonly maxRuns?: number;
  /** Does failed runs again. */
  readonly rerunFailed?: boolean;
  /** A run by itself: what it refuses to do is thrown, and leaves no folder behind. */
  readonly lone?: boolean;
  /** Starts the engine of this process, where there is something to compute in it. */
  readonly start?: () => Promise<Engine>;
  /** Arguments for Node that start a worker process. */
  readonly workerCommand?: readonly string[];
  readonly signal?: AbortSignal;
  /** Told of what goes wrong without harm to any run. */
  readonly onNotice?: (line: string) => void;
  readonly onEvent?: (event: SweepEvent) => void;
}

/** How a sweep ended. */
export interface SweepSummary {
  readonly sweep: string;
  readonly store: RunStore;
  readonly plan: readonly PlannedRun[];
  /** Of successive halving. */
  readonly rungs?: readonly PlannedRung[];
  readonly finished: readonly PlannedRun[];
  readonly failed: readonly {readonly run: PlannedRun; readonly error: string}[];
  /** Left to do: interrupted, or not begun. */
  readonly remaining: readonly PlannedRun[];
  readonly interrupted: boolean;
  /** Somebody asked for it with `espalier cancel`. */
  readonly cancelled: boolean;
  /** 0 all finished, 1 some failed or cancelled, 130 interrupted. */
  readonly exitCode: 0 | 1 | 130;
}

/**
 * Does every run of an experiment file that is not finished yet. The same call goes on after a crash; several processes
 * at once share the work, and none does a run that another is at.
 */
export async function runSweep(file: string, {name, ...options}: SweepOptions = {}): Promise<SweepSummary> {
  const experiment = await loadExperiment(file, options);
  return sweepExperiment(name === undefined ? experiment : renamed(experiment, name), {...options, file});
}

/** Does every run of an experiment that is not finished yet; `submit` freezes it first, so that it can be resumed. */
export async function sweepExperiment(
  experiment: Experiment,
  options: LaunchOptions & {readonly file?: string; readonly submit?: boolean}
): Promise<SweepSummary> {
  const {dataDir, runs: root, dryRun = false, lone, submit = !lone, onEvent = () => undefined} = options;
  const {name: sweep, registry, plugins, halving, tracking} = experiment;
  const store = openRunStore(root);
  const shared = {store, registry, plugins, openData: dataOpener(dataDir, options.start), dataDir, lone};
  const pool = options.launcher === 'local' ? poolOf(store, options) : undefined;
  try {
    const starting = {...options, start: pool?.start ?? options.start};
    const {plan, engine} = await planAndStart(experiment.runs, {...shared, halving}, starting);
    const rungs = halving && plannedRungs(plan, halving);
    onEvent({kind: 'planned', runs: plan, rungs});
    if (!dryRun) await Promise.all([sweepOutStages(store), closeFinished(plan), renewReferences(plan)]);
    const summary = {sweep, store, plan, rungs, ends: new Map() as Ends, interrupted: false, cancelled: false};
    const folder = scheduleFolder(store, plan);
    const schedule = createSchedule(plan, {halving, folder, rerunFailed: options.rerunFailed});
    if (!engine) {
      // Writes down what a process that was killed at the very end could not.
      if (!dryRun) schedule.next();
      return summarize(summary);
    }
    if (submit) {
      await writeSubmission(store, plan, {
        ...{sweep, argv: process.argv, file: options.file, dataDir, plugins, engine, halving, tracking},
        launcher: {kind: 'local', ...thisMachine()}
      });
    }
    const cancel = await watchForCancel(store, sweep, options.signal);
    const follower = await startTracking(tracking, {store, sweep, onNotice: options.onNotice});
    const {keepGoing = true, retries = 0, maxRuns} = options;
    const work = {schedule, signal: cancel.signal, onEvent, keepGoing, retries, maxRuns};
    const launch = () => (pool ? pool.launch(work) : inline(work, {...shared, engine}));
    const ends = await atWork(sweepFolder(store, sweep), launch).finally(async () => {
      cancel.stop();
      await follower?.stop();
    });
    return summarize({
      ...{sweep, store, plan: plan.map(run => schedule.standing(run)), rungs, ends},
      interrupted: options.signal?.aborted ?? false,
      cancelled: cancel.signal.reason === 'cancelled'
    });
  } finally {
    await pool?.close();
  }
}

/** What computes is loaded only where there is something to compute. */
async function inline(work: Work, context: Omit<RunContext, 'surroundings'>): Promise<Ends> {
  const {launchInline} = await import('./launchers/inline.ts');
  return launchInline(work, {...context, surroundings: await lookAround()});
}

function poolOf(store: RunStore, {jobs = 1, gpus, dataDir, workerCommand: command}: LaunchOptions): Pool {
  return createPool({setup: {runs: store.root, dataDir, argv: process.argv}, command, jobs, gpus});
}

/** The same runs in another folder below `runs/`. */
export function renamed<T extends Experiment>(experiment: T, name: string): T {
  return {...experiment, name, runs: experiment.runs.map(run => ({...run, sweep: name}))};
}

interface Ending extends Pick<SweepSummary, 'sweep' | 'store' | 'plan' | 'rungs' | 'interrupted' | 'cancelled'> {
  readonly ends: Ends;
}

function summarize({ends, ...ending}: Ending): SweepSummary {
  const {plan, interrupted, cancelled} = ending;
  const statusOf = (run: PlannedRun): RunEnd | PlannedRun['state'] => ends.get(run.key)?.status ?? run.state;
  const failed = plan
    .filter(run => statusOf(run) === 'failed')
    .map(run => ({run, error: ends.get(run.key)?.error ?? run.reason}));
  return {
    ...ending,
    finished: plan.filter(run => statusOf(run) === 'finished'),
    failed,
    remaining: plan.filter(run => ['to run', 'interrupted', 'cancelled'].includes(statusOf(run))),
    exitCode: interrupted ? 130 : failed.length > 0 || cancelled ? 1 : 0
  };
}
