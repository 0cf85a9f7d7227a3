import {rm} from 'node:fs/promises';
import {holdRun} from '../runs/holdRun.ts';
import type {RunLog} from '../runs/runLog.ts';
import type {RunRecord} from '../runs/runRecord.ts';
import type {Stage} from '../runs/stages.ts';
import {ensureBase} from './ensureBase.ts';
import {ensureCosts} from './ensureCosts.ts';
import {ensureOracle, ensureScores} from './ensureEvidence.ts';
import type {RunEnd, RunProgress} from './events.ts';
import {isRefusal} from './isRefusal.ts';
import type {PlannedRun} from './planSweep.ts';
import {pruneRun} from './pruneRun.ts';
import type {RunContext} from './runContext.ts';

export interface Executed {
  readonly status: RunEnd;
  readonly error?: string;
  /** Asked again, it would fail again. */
  readonly refused?: true;
}

/**
 * Does one run: its stages, made or found, then pruning. The caller holds the run's lock. Errors of the run end in its
 * record, not here; save that a lone run which cannot be done as asked leaves no record, and throws.
 */
export async function executeRun(run: PlannedRun, context: RunContext): Promise<Executed> {
  const {engine, surroundings, argv, launcher, dataDir, signal, checkpointSoon} = context;
  const held = {engine, surroundings, argv, launcher, dataDir, signal, checkpointSoon};
  const {status, error, attempt} = await holdRun(run, held, (record, log) =>
    doRun(run, {...withLog(context, log), record}, record)
  );
  if (status !== 'failed') return {status};
  if (context.lone && isRefusal(error)) {
    // What earlier attempts left is theirs.
    if (attempt === 1) await rm(run.folder, {recursive: true, force: true});
    throw error;
  }
  const text = error instanceof Error ? error.message : String(error);
  return {status: 'failed', error: text, ...(isRefusal(error) && {refused: true})};
}

async function doRun(run: PlannedRun, context: RunContext, record: RunRecord): Promise<void> {
  const seconds: Record<string, number> = {};
  const since = (started: number): number => (performance.now() - started) / 1000;
  const stage = async (name: 'base' | 'scores' | 'oracle' | 'costs', make: () => Promise<Stage | undefined>) => {
    const started = performance.now();
    const made = await make();
    if (!made) return undefined;
    seconds[name] = since(started);
    const change = {stages: {...record.meta().stages, [name]: made.key}};
    // One that was there took no time: the next write comes soon.
    if (made.made) await record.update(change);
    else record.note(change);
    context.onProgress?.({kind: 'stage', stage: name, state: 'ready'});
    return made;
  };
  await context.check?.();
  const base = await stage('base', () => ensureBase(run, context));
  if (!base) throw new Error('Expected a base stage, got none.');
  await stage('scores', () => ensureScores(run, base, context));
  await stage('oracle', () => ensureOracle(run, base, context));
  const costs = await stage('costs', () => ensureCosts(run, base, context));
  const attempt = record.meta().attempts.length;
  // What has been noted is written while the work goes on.
  const started = performance.now();
  await Promise.all([record.update({}), pruneRun(run, {base, costs}, context, attempt)]);
  record.note({seconds: {...seconds, prune: since(started)}});
}

/** Also logs what happens, one line a finished stage or removal step. */
function withLog(context: RunContext, log: RunLog): RunContext {
  return {
    ...context,
    log,
    onProgress: progress => {
      const line = logLine(progress);
      if (line !== undefined) log.say(line);
      context.onProgress?.(progress);
    }
  };
}

function logLine(progress: RunProgress): string | undefined {
  if (progress.kind === 'stage') return progress.state === 'ready' ? `${progress.stage} ready` : undefined;
  const {step, units, flops, validationAccuracy} = progress;
  return `step ${step}: ${units} units, ${(flops / 1e6).toFixed(2)} MFLOPs, validation accuracy ${validationAccuracy.toFixed(4)}`;
}
