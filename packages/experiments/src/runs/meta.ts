import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {Engine} from '@espalier/backend';
import type {Reference} from '../schema/reference.ts';
import type {MilestoneTarget} from '../run/runResult.ts';
import type {Control} from '../schema/milestones.ts';
import type {Point} from '../schema/sweep.ts';
import type {Environment} from './environment.ts';
import type {RunInputs} from './runKey.ts';
import {writeJson} from './writeAtomically.ts';

export type Status = 'queued' | 'running' | 'finished' | 'failed' | 'cancelled' | 'interrupted';

/** One try at a run. Its logs, error and patch lie in `artifacts/attempts/<number>/`. */
export interface RunAttempt {
  readonly number: number;
  readonly started: string;
  readonly ended?: string;
  readonly status: Status;
  readonly pid: number;
  readonly host: string;
  readonly error?: string;
}

/** Keys of the stages that a run used, folders below `runs/.stages/`. */
export interface RunStages {
  readonly base?: string;
  /** The base of the base network: trained on other data first. */
  readonly pretrained?: string;
  readonly scores?: string;
  readonly oracle?: string;
  /** Measured times of units, where they are ranked by them. */
  readonly costs?: string;
  /** Of a milestone: `scratch units=0.5`. */
  readonly [control: `${Control} ${string}`]: string;
}

/** Milliseconds of one forward pass: the median, and the first and third quartile. */
export interface PassTime {
  readonly milliseconds: number;
  readonly quartiles: readonly [number, number];
}

/** How long the network of a milestone takes, measured by turns with the unpruned one. */
export interface MilestoneLatency extends PassTime {
  readonly target: MilestoneTarget;
  /** Of the unpruned network. */
  readonly dense: PassTime;
  /** Median over passes of the unpruned network's time over the milestone's. */
  readonly faster: number;
}

/** Latencies at the milestones of a run, on made-up examples. */
export interface RunLatencies {
  /** Examples in a pass. */
  readonly batch: number;
  /** The unpruned network: the median of what was measured beside the milestones. */
  readonly dense: {readonly milliseconds: number};
  readonly milestones: readonly MilestoneLatency[];
}

/** Who started a run: a process, or a task of a Slurm array, `123_4`. */
export type Launched =
  {readonly kind: 'local'; readonly pid: number} | {readonly kind: 'slurm'; readonly job: string; readonly pid: number};

/** `meta.json`: everything about a run that is timed or placed, and so kept out of its results. Times are ISO 8601. */
export interface Meta extends Partial<Environment> {
  readonly format: 'espalier.meta/1';
  readonly id: string;
  readonly key: string;
  readonly sweep: string;
  readonly seed: number;
  readonly point: Point;
  /** Published numbers to stand beside the run's own. */
  readonly reference?: Reference;
  readonly status: Status;
  readonly created: string;
  readonly heartbeat: string;
  readonly attempts: readonly RunAttempt[];
  readonly launcher: Launched;
  readonly engine: Engine;
  /** What the run key is the digest of. */
  readonly inputs: RunInputs;
  readonly stages: RunStages;
  readonly argv: readonly string[];
  /** Does this run again, wherever the repository is. */
  readonly command: string;
  /** Seconds in each stage and in all, of the attempt that finished. */
  readonly seconds?: Readonly<Record<string, number>>;
  /** Seconds of the updates after the last removal, of a run that was not cut off. */
  readonly finalFineTune?: number;
  readonly latencies?: RunLatencies;
}

export function writeMeta(folder: string, meta: Meta): Promise<void> {
  return writeJson(join(folder, 'meta.json'), meta);
}

/** The run's `meta.json`, or nothing where there is none that can be read. */
export async function readMeta(folder: string): Promise<Meta | undefined> {
  try {
    const meta: unknown = JSON.parse(await readFile(join(folder, 'meta.json'), 'utf8'));
    return isMeta(meta) ? (meta as Meta) : undefined;
  } catch {
    return undefined;
  }
}

/** What every run has; records under version control have little more. */
export type LeanMeta = Partial<Meta> & Pick<Meta, 'key' | 'seed' | 'point' | 'status' | 'created'>;

/** Whether a document is of this format, and has what every run has. */
export function isMeta(document: unknown): document is LeanMeta {
  const {format, key, status, created, point} = (document ?? {}) as {readonly [name in keyof Meta]?: unknown};
  const texts = [key, status, created].every(value => typeof value === 'string');
  return format === 'espalier.meta/1' && texts && typeof point === 'object' && point !== null;
}
