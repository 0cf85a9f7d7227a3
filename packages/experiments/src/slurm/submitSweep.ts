import {rm} from 'node:fs/promises';
import {foreseeEngine, startEngine, type Engine} from '@espalier/backend';
import type {Experiment} from '../run/loadExperiment.ts';
import {dataOpener} from '../run/openRunData.ts';
import {planSweep, type PlannedRun} from '../run/planSweep.ts';
import type {LaunchOptions} from '../run/runSweep.ts';
import {toDo} from '../run/toDo.ts';
import {foldersIn} from '../runs/foldersIn.ts';
import {openRunStore, type RunStore} from '../runs/runStore.ts';
import {sweepOutStages} from '../runs/stages.ts';
import {submissionFolder, sweepFolder, writeSubmission, type NewSubmission} from '../runs/submission.ts';
import {ConfigError} from '../schema/ConfigError.ts';
import {readArrays, type SlurmArray} from './arrays.ts';
import {checkSlurm} from './check.ts';
import type {SlurmOptions} from './options.ts';
import {submitToSlurm, type SubmittedArrays} from './submit.ts';

export interface SubmitSweepOptions extends Pick<
  LaunchOptions,
  'dataDir' | 'runs' | 'dryRun' | 'maxRuns' | 'rerunFailed' | 'onEvent' | 'start'
> {
  /** The experiment file. */
  readonly file?: string;
  readonly slurm: SlurmOptions;
  /** Starts the command whose `worker` does runs, on every node: Node and a script. */
  readonly command: readonly string[];
}

/** A sweep that was handed to Slurm. */
export interface SubmittedSweep {
  readonly sweep: string;
  readonly store: RunStore;
  readonly plan: readonly PlannedRun[];
  /** Arrays of the plan, also those of earlier calls. */
  readonly arrays: readonly SlurmArray[];
  /** Runs that were submitted now. */
  readonly submitted: readonly PlannedRun[];
  /** Runs that wait or run since an earlier call. */
  readonly underWay: readonly PlannedRun[];
}

/**
 * Hands to Slurm what is to do of an experiment, save what is under way there, and returns. Nothing is written where
 * Slurm does not answer or would not take the runs.
 *
 * @throws SlurmError for what is wrong with the cluster, ConfigError for an experiment that cannot go there
 */
export async function submitSweep(experiment: Experiment, options: SubmitSweepOptions): Promise<SubmittedSweep> {
  const {dataDir, runs: root, dryRun = false, maxRuns = Infinity, slurm, onEvent = () => undefined} = options;
  const {name: sweep, plugins, halving, tracking} = experiment;
  refuseHalving(experiment);
  const store = openRunStore(root);
  const engine = foreseeEngine() ?? (await (options.start ?? startEngine)());
  const plan = await planSweep(experiment.runs, {store, engine, plugins, openData: dataOpener(dataDir, options.start)});
  onEvent({kind: 'planned', runs: plan});
  const wanted = new Set(toDo(plan, options).slice(0, maxRuns));
  const nothing = {sweep, store, plan, arrays: [], submitted: [], underWay: []};
  if (dryRun || wanted.size === 0) return nothing;
  await checkSlurm(slurm, engine.threads);
  await sweepOutStages(store);
  const about = {sweep, argv: process.argv, file: options.file, dataDir, plugins, engine, halving, tracking};
  const runs = plan.flatMap((run, line) => (wanted.has(run) ? [line] : []));
  const {arrays, ...taken} = await freezeAndSubmit({store, plan, about, runs}, options, engine);
  const runsOf = (lines: readonly number[]) => lines.map(line => plan[line]!);
  return {...nothing, arrays, submitted: runsOf(taken.submitted), underWay: runsOf(taken.underWay)};
}

function refuseHalving({halving}: Experiment): void {
  if (!halving) return;
  throw new ConfigError(
    'Expected runs that do not wait for one another, got successive halving, which cannot be handed to Slurm. Sweep with --launcher local, in a job of its own where it has to be the cluster.'
  );
}

interface Frozen {
  readonly store: RunStore;
  readonly plan: readonly PlannedRun[];
  readonly about: Omit<NewSubmission, 'launcher'>;
  /** Lines of the runs to do. */
  readonly runs: readonly number[];
}

/** A submission that was not there before, and of which Slurm takes nothing, leaves no trace. */
async function freezeAndSubmit(
  {store, plan, about, runs}: Frozen,
  {slurm, command}: SubmitSweepOptions,
  {threads}: Engine
): Promise<SubmittedArrays> {
  const {sweep} = about;
  const before = foldersIn(sweepFolder(store, sweep));
  const {id} = await writeSubmission(store, plan, {...about, launcher: {kind: 'slurm', jobs: []}});
  const folder = submissionFolder(store, sweep, id);
  const worker = [...command, 'worker', '--submission', folder];
  try {
    return await submitToSlurm({sweep, submissionFolder: folder, runs, options: slurm, worker, threads});
  } finally {
    const jobs = (await readArrays(folder)).flatMap(({job}) => job ?? []);
    if (jobs.length > 0) await writeSubmission(store, plan, {...about, launcher: {kind: 'slurm', jobs}});
    else if (!before.includes(id)) await rm(folder, {recursive: true, force: true});
  }
}
