import {join} from 'node:path';
import type {Engine} from '@espalier/backend';
import type {PlannedRun} from '../run/planSweep.ts';
import type {Environment} from './environment.ts';
import type {Launched, Meta, RunAttempt} from './meta.ts';
import {quote} from '../text/quote.ts';

export interface MetaContext {
  readonly engine: Engine;
  readonly environment: Environment;
  readonly argv: readonly string[];
  readonly launcher: Launched | undefined;
  readonly dataDir: string | undefined;
  readonly earlier: Meta | undefined;
  readonly number: number;
}

/** `meta.json` as an attempt begins, after the attempts before it. */
export function firstMeta(
  run: PlannedRun,
  {engine, environment, argv, launcher, dataDir, earlier, number}: MetaContext
): Meta {
  const now = new Date().toISOString();
  const attempt: RunAttempt = {
    number,
    started: now,
    status: 'running',
    pid: process.pid,
    host: environment.host.name
  };
  const {inputs, key, id, folder} = run;
  const {sweep, seed, point, reference} = run.config;
  return {
    format: 'espalier.meta/1',
    id,
    key,
    sweep,
    seed,
    point,
    ...(reference && {reference}),
    status: 'running',
    created: earlier?.created ?? now,
    heartbeat: now,
    attempts: [...closeDeadAttempts(earlier?.attempts ?? []), attempt],
    launcher: launcher ?? {kind: 'local', pid: process.pid},
    engine,
    inputs,
    stages: {},
    argv,
    command: `espalier run ${quote(join(folder, 'config.yaml'))}${dataDir === undefined ? '' : ` --data-dir ${quote(dataDir)}`}`,
    ...environment
  };
}

/** An attempt that still says "running" when the lock is free was cut off with its process. */
function closeDeadAttempts(attempts: readonly RunAttempt[]): readonly RunAttempt[] {
  return attempts.map(attempt => (attempt.status === 'running' ? {...attempt, status: 'interrupted'} : attempt));
}
