import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import type {Engine} from '@espalier/backend';
import {stringify} from 'yaml';
import {Interrupted} from '../run/events.ts';
import type {PlannedRun} from '../run/planSweep.ts';
import type {Surroundings} from './environment.ts';
import {firstMeta} from './firstMeta.ts';
import {readMeta, type Launched, type RunAttempt, type Status} from './meta.ts';
import {openRunLog, type RunLog} from './runLog.ts';
import {openRunRecord, type RunRecord} from './runRecord.ts';
import {writeAtomically} from './writeAtomically.ts';

export interface HoldOptions {
  readonly engine: Engine;
  readonly surroundings: Surroundings;
  readonly argv?: readonly string[];
  readonly launcher?: Launched;
  readonly dataDir?: string;
  /** Stops the work at the next good moment. */
  readonly signal?: AbortSignal;
  /** Stops it behind the next checkpoint. */
  readonly checkpointSoon?: AbortSignal;
}

type Ended = Exclude<Status, 'queued' | 'running'>;

/** How an attempt ended. */
export interface HeldEnd {
  readonly status: Ended;
  /** What was thrown, where it failed. */
  readonly error?: unknown;
  /** 1 for the first attempt at a run. */
  readonly attempt: number;
}

/**
 * Keeps the record of one attempt at a run while `work` does it: frozen configuration, environment, heartbeat, status,
 * logs, and what went wrong. The caller holds the run's lock.
 */
export async function holdRun(
  run: PlannedRun,
  {engine, surroundings, argv = process.argv, launcher, dataDir, signal, checkpointSoon}: HoldOptions,
  work: (record: RunRecord, log: RunLog) => Promise<void>
): Promise<HeldEnd> {
  const earlier = await readMeta(run.folder);
  const number = (earlier?.attempts.length ?? 0) + 1;
  const attemptFolder = join(run.folder, 'artifacts', 'attempts', String(number));
  await mkdir(attemptFolder, {recursive: true});
  const {environment, patch} = surroundings;
  const meta = firstMeta(run, {engine, environment, argv, launcher, dataDir, earlier, number});
  // Together, because a disk syncs several files in the time of one.
  const [record, log] = await Promise.all([
    openRunRecord(run.folder, meta),
    openRunLog([run.folder, attemptFolder]),
    writeAtomically(join(run.folder, 'config.yaml'), frozenConfig(run)),
    patch !== undefined && writeAtomically(join(attemptFolder, 'git.diff'), patch)
  ]);
  const end = async (status: Ended, error?: unknown): Promise<HeldEnd> => {
    await log.close();
    const text = error === undefined ? undefined : messageOf(error);
    await record.update({status, attempts: endAttempt(record.meta().attempts, status, text)});
    await record.close();
    return {status, error, attempt: number};
  };
  try {
    await work(record, log);
    return await end('finished');
  } catch (error) {
    if (signal?.aborted || error instanceof Interrupted) {
      const isCancelled = [signal, checkpointSoon].some(one => one?.reason === 'cancelled');
      return await end(isCancelled ? 'cancelled' : 'interrupted');
    }
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    await writeAtomically(join(attemptFolder, 'error.txt'), `${text}\n`);
    log.complain(text);
    return end('failed', error);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The resolved configuration as an experiment file of one run. */
function frozenConfig({config}: PlannedRun): string {
  const {sweep, settings, seed} = config;
  return `# Run ${sweep}: espalier run config.yaml does it again.\n${stringify({...settings, seeds: [seed]})}`;
}

function endAttempt(attempts: readonly RunAttempt[], status: Status, error?: string): readonly RunAttempt[] {
  const ended = new Date().toISOString();
  return attempts.map((attempt, i) => (i === attempts.length - 1 ? {...attempt, status, ended, error} : attempt));
}
