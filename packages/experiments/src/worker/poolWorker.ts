// What the local launcher starts: does the runs that it is told, one after the other, and tells how they go. It ends with
// its launcher, whatever that dies of.
import type {RunProgress} from '../run/events.ts';
import {openWorker, type Worker} from './openWorker.ts';
import type {FromWorker, StopAs, ToWorker} from './protocol.ts';

/** Time to write what is to be kept, when the launcher has died. */
const GRACE_MILLISECONDS = 10_000;

/** Time to come to a place where a run can be gone on with. */
const PATIENCE_MILLISECONDS = 5_000;

/** Messages of progress closer together than this say nothing new to a person. */
const QUIET_MILLISECONDS = 100;

let opened: Promise<Worker> | undefined;
/** Of the run under way. */
let current: {readonly soon: AbortController; readonly now: AbortController} | undefined;

process.on('message', (message: ToWorker) => {
  void answer(message).catch((error: unknown) => {
    // Also what cannot be told: the launcher sees that this process ends.
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  });
});
// A Ctrl-C reaches every process of the terminal: the launcher says what is to be done about it.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => {
  stop('interrupted');
});
process.on('disconnect', () => {
  stop('interrupted');
  if (!current) process.exit(0);
  setTimeout(() => process.exit(1), GRACE_MILLISECONDS).unref();
});

async function answer(message: ToWorker): Promise<void> {
  switch (message.kind) {
    case 'setup':
      opened = openWorker(message.setup);
      await opened.then(
        ({engine}) => {
          tell({kind: 'ready', engine});
        },
        (error: unknown) => {
          const {name, message: text} = error instanceof Error ? error : new Error(String(error));
          tell({kind: 'refused', name, error: text});
        }
      );
      break;
    case 'do':
      await doRun(message);
      break;
    case 'stop':
      stop(message.as);
      break;
  }
}

async function doRun({run, wait}: Extract<ToWorker, {kind: 'do'}>): Promise<void> {
  const worker = await opened;
  if (!worker) throw new Error('Expected to be set up before the first run.');
  current = {soon: new AbortController(), now: new AbortController()};
  const {key} = run;
  const progressed = seldom(progress => tell({kind: 'progress', key, progress}));
  const signals = {signal: current.now.signal, checkpointSoon: current.soon.signal};
  try {
    const launcher = {kind: 'local', pid: process.ppid} as const;
    const done = await worker.run(run, {...signals, launcher, wait, onProgress: progressed});
    tell(done === 'held' ? {kind: 'held', key} : {kind: 'ended', key, executed: done});
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    tell({kind: 'ended', key, executed: {status: 'failed', error: text, refused: true}});
  } finally {
    current = undefined;
  }
  if (!process.connected) process.exit(0);
}

/** Behind the next checkpoint; where that takes long, without one. */
function stop(as: StopAs): void {
  const stopped = current;
  stopped?.soon.abort(as);
  setTimeout(() => stopped?.now.abort(as), PATIENCE_MILLISECONDS).unref();
}

function tell(message: FromWorker): void {
  if (process.connected) process.send?.(message);
}

/** Passes on what is worth it: every change of what is done, and now and then how far it has come. */
function seldom(onProgress: (progress: RunProgress) => void): (progress: RunProgress) => void {
  let last = {what: '', when: -Infinity};
  return progress => {
    const what = progress.kind === 'stage' ? `${progress.stage} ${progress.state}` : progress.kind;
    const now = performance.now();
    if (what === last.what && now - last.when < QUIET_MILLISECONDS) return;
    last = {what, when: now};
    onProgress(progress);
  };
}
