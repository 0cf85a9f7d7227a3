import {fileURLToPath} from 'node:url';
import type {Engine} from '@espalier/backend';
import {execa} from 'execa';
import type {SubmittedRun} from '../../runs/submission.ts';
import type {FromWorker, StopAs, ToWorker} from '../../worker/protocol.ts';
import type {RunProgress} from '../events.ts';
import type {Executed} from '../executeRun.ts';

export interface PoolWorkerOptions {
  readonly setup: Extract<ToWorker, {kind: 'setup'}>['setup'];
  /** GPU that the worker sees, by number; all of them unless given. */
  readonly gpu?: string;
  /** Arguments for Node that start a worker. */
  readonly command?: readonly string[];
}

/** What came of a run that was given to a worker. */
export type Outcome =
  | {readonly kind: 'ended'; readonly executed: Executed}
  /** Somebody else is at the run. */
  | {readonly kind: 'held'}
  /** The worker is no more; why, in words. */
  | {readonly kind: 'died'; readonly reason: string};

export interface DoRunOptions {
  readonly wait: boolean;
  readonly onProgress: (progress: RunProgress) => void;
}

/** A process that does one run at a time. */
export interface PoolWorker {
  readonly engine: Engine;
  readonly do: (run: SubmittedRun, options: DoRunOptions) => Promise<Outcome>;
  readonly stop: (as: StopAs) => void;
  /** Ends the process, which must not be at a run, and waits for its end. */
  readonly close: () => Promise<void>;
}

const COMMAND = [fileURLToPath(new URL('../../worker/poolWorker.js', import.meta.url))];

/** Of what a worker said on stderr, as much as explains its end. */
const LAST_WORDS = 2000;

/** Starts of a worker that dies before its engine has started. */
const MOST_STARTS = 5;

/** Starts a worker and waits for its engine. Throws what keeps the engine from starting. */
export async function startPoolWorker(options: PoolWorkerOptions): Promise<PoolWorker> {
  let reason = '';
  for (let start = 1; start <= MOST_STARTS; start++) {
    const worker = await tryStart(options);
    if (typeof worker !== 'string') return worker;
    reason = worker;
  }
  throw namedError('EngineError', `Could not start a worker: ${reason}.`);
}

/** A worker, or what it died of. */
async function tryStart({setup, gpu, command = COMMAND}: PoolWorkerOptions): Promise<PoolWorker | string> {
  const env = gpu === undefined ? {} : {CUDA_VISIBLE_DEVICES: gpu};
  const subprocess = execa(process.execPath, command, {
    ...{env, ipc: true, serialization: 'json', reject: false, buffer: false},
    ...{stdin: 'ignore', stdout: 'ignore', stderr: 'pipe'}
  });
  let words = '';
  subprocess.stderr.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-LAST_WORDS);
  });
  const death = subprocess.then(({signal, exitCode}) => describeDeath(words, signal, exitCode));
  const tell = (message: ToWorker) => {
    // A worker that has died meanwhile is told of by `death`.
    if (subprocess.connected) subprocess.send(message, () => undefined);
  };
  let listener: (message: FromWorker) => void = () => undefined;
  subprocess.on('message', message => {
    listener(message as FromWorker);
  });
  const answered = <T>(pick: (message: FromWorker) => T | undefined): Promise<T> =>
    new Promise(resolve => {
      listener = message => {
        const answer = pick(message);
        if (answer !== undefined) resolve(answer);
      };
    });

  const ready = answered(message => (message.kind === 'ready' || message.kind === 'refused' ? message : undefined));
  tell({kind: 'setup', setup});
  const first = await Promise.race([ready, death]);
  if (typeof first === 'string') return first;
  if (first.kind === 'refused') {
    subprocess.kill();
    throw namedError(first.name, first.error);
  }
  return {
    engine: first.engine,
    do: async (run, {wait, onProgress}) => {
      const outcome = answered((message): Outcome | undefined => {
        if (message.kind === 'progress') onProgress(message.progress);
        if (message.kind === 'held') return {kind: 'held'};
        return message.kind === 'ended' ? {kind: 'ended', executed: message.executed} : undefined;
      });
      tell({kind: 'do', run, wait});
      return Promise.race([outcome, death.then(reason => ({kind: 'died', reason}) as const)]);
    },
    stop: as => {
      tell({kind: 'stop', as});
    },
    close: async () => {
      if (subprocess.connected) subprocess.disconnect();
      await death;
    }
  };
}

/** Errors keep their names between processes: a command's exit code depends on them. */
function namedError(name: string, message: string): Error {
  return Object.assign(new Error(message), {name});
}

function describeDeath(words: string, signal: string | undefined, exitCode: number | undefined): string {
  const end = signal === undefined ? `ended with code ${exitCode ?? 'unknown'}` : `was ended by ${signal}`;
  const why = signal === 'SIGKILL' ? ', as happens where memory is short' : '';
  const last = words.trim().split('\n').at(-1);
  return `its process ${end}${why}${last ? ` (${last})` : ''}`;
}
