import type {Engine} from '@espalier/backend';
import {lookAround} from '../runs/environment.ts';
import {openRunStore, type RunStore} from '../runs/runStore.ts';
import {sweepOutStages} from '../runs/stages.ts';
import {ConfigError} from '../schema/ConfigError.ts';
import type {RunEnd, SweepEvent} from './events.ts';
import type {Executed} from './executeRun.ts';
import {loadExperiment, type Experiment} from './loadExperiment.ts';
import {dataOpener} from './openRunData.ts';
import {planAndStart} from './planAndStart.ts';
import type {PlannedRun} from './planSweep.ts';
import type {RunContext} from './runContext.ts';
import {createSchedule, scheduleFolder} from './schedule/createSchedule.ts';
import type {Schedule} from './schedule/schedule.ts';

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
  /** Starts the engine, where there is something to compute. */
  readonly start?: () => Promise<Engine>;
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
  const store = openRunStore(root);
  const {registry, plugins, halving} = experiment;
  const shared = {store, registry, plugins, openData: dataOpener(dataDir, options.start), dataDir, lone: options.lone};
  const {plan, engine} = await planAndStart(experiment.runs, {...shared, halving}, options);
  onEvent({kind: 'planned', runs: plan});
  if (!dryRun) await sweepOutStages(store);
  const folder = scheduleFolder(store, plan);
  const schedule = createSchedule(plan, {halving, folder, rerunFailed: options.rerunFailed});
  const ended = engine ? await work(schedule, {...shared, engine}, options) : new Map<string, Executed>();
  // Where nothing was left to do, this writes down what a killed process could not.
  if (!engine && !dryRun) schedule.next();
  const standing = engine ? plan.map(run => schedule.standing(run)) : plan;
  return summarize(experiment.name, {store, plan: standing, ended, interrupted: options.signal?.aborted ?? false});
}

/** What computes is loaded only where there is something to compute. */
async function work(
  schedule: Schedule,
  context: Omit<RunContext, 'surroundings'>,
  options: SweepOptions
): Promise<ReadonlyMap<string, Executed>> {
  const {workOff} = await import('./workOff.ts');
  return workOff(schedule, {...context, surroundings: await lookAround(), signal: options.signal}, options);
}

function renamed(experiment: Experiment, name = experiment.name): Experiment {
  return {...experiment, name, runs: experiment.runs.map(run => ({...run, sweep: name}))};
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
