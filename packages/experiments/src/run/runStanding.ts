import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {readMeta, type Launched} from '../runs/meta.ts';
import type {Settings} from '../schema/experiment.ts';
import type {ListedRun} from './listRuns.ts';
import {reached} from './reached.ts';
import type {MetricsRow} from './runResult.ts';

/** How far a run under way is, as its files tell. */
export interface RunStanding {
  readonly attempt: number;
  /** ISO 8601. */
  readonly started: string;
  readonly heartbeat: string;
  readonly host: string;
  readonly pid: number;
  readonly launcher: Launched;
  readonly at: 'base' | 'scores' | 'oracle' | 'prune';
  /** Removal steps done. */
  readonly step?: number;
  /** Of the way to the pruning target, in [0, 1]. */
  readonly progress?: number;
}

/** Nothing where the run's record is not there any more. */
export async function standingOf({folder}: Pick<ListedRun, 'folder'>): Promise<RunStanding | undefined> {
  const meta = await readMeta(folder);
  const last = meta?.attempts.at(-1);
  if (!meta || !last) return undefined;
  const {heartbeat, launcher, stages, inputs} = meta;
  const {number: attempt, started, host, pid} = last;
  const about = {attempt, started, heartbeat, host, pid, launcher};
  const settings = inputs.settings as unknown as Pick<Settings, 'oracle' | 'prune'>;
  if (!stages.base) return {...about, at: 'base'};
  if (!stages.scores) return {...about, at: 'scores'};
  if (settings.oracle && !stages.oracle) return {...about, at: 'oracle'};
  const [first, now] = endsOf(join(folder, 'metrics.jsonl'));
  if (!first || !now) return {...about, at: 'prune'};
  return {...about, at: 'prune', step: now.step, progress: reached(settings.prune.until, first, now)};
}

/** The first and the last whole line. */
function endsOf(file: string): readonly MetricsRow[] {
  try {
    const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
    return lines.length === 0 ? [] : [lines[0], lines.at(-1)].map(line => JSON.parse(line ?? '') as MetricsRow);
  } catch {
    return [];
  }
}
