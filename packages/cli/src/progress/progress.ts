import {SingleBar} from 'cli-progress';
import {displayWidth} from '../output/displayWidth.ts';

/** Tells a user how far a command has come, on stderr. */
export interface Progress {
  /** Parts done of a named piece of work; a new name begins a new bar. */
  readonly update: (title: string, done: number, total: number) => void;
  /** One line that stays, above the bar. */
  readonly say: (line: string) => void;
  /** Takes the bar away. */
  readonly stop: () => void;
}

export interface ProgressOptions {
  readonly quiet?: boolean;
  readonly stream?: NodeJS.WriteStream;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

// A bar for work that is over in a moment would only flicker.
const PATIENCE_MILLISECONDS = 1_000;

/** A bar on a terminal that can draw one; elsewhere one line for each piece of work that takes longer than a moment. */
export function createProgress({
  quiet = false,
  stream = process.stderr,
  env = process.env
}: ProgressOptions = {}): Progress {
  if (quiet) return {update: () => undefined, say: () => undefined, stop: () => undefined};
  return isAnimated(stream, env) ? barProgress(stream) : lineProgress(stream);
}

export function isAnimated(stream: {readonly isTTY?: boolean}, env: ProgressOptions['env'] = process.env): boolean {
  const onCi = env.CI !== undefined && !['', '0', 'false'].includes(env.CI);
  return stream.isTTY === true && !onCi && env.TERM !== 'dumb';
}

function barProgress(stream: NodeJS.WriteStream): Progress {
  let bar: SingleBar | undefined;
  let work = {title: '', since: 0};
  const stop = () => {
    bar?.stop();
    bar = undefined;
  };
  process.once('exit', stop);
  return {
    update: (title, done, total) => {
      if (title !== work.title) {
        stop();
        work = {title, since: Date.now()};
      }
      if (!bar && Date.now() - work.since < PATIENCE_MILLISECONDS) return;
      if (bar) bar.update(Math.min(done, total));
      else bar = startBar(stream, title, {done, total});
    },
    say: line => {
      stop();
      stream.write(`${line}\n`);
    },
    stop
  };
}

function startBar(
  stream: NodeJS.WriteStream,
  title: string,
  {done, total}: {readonly done: number; readonly total: number}
): SingleBar {
  const bar = new SingleBar({
    stream,
    format: `${title} {bar} {percentage} %  {eta_formatted} left`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: Math.max(10, Math.min(40, stream.columns - displayWidth(title) - 24)),
    hideCursor: true,
    clearOnComplete: true,
    fps: 8,
    etaBuffer: 50
  });
  bar.start(total, Math.min(done, total));
  return bar;
}

function lineProgress(stream: NodeJS.WriteStream): Progress {
  let work = {title: '', since: 0, told: false};
  return {
    update: title => {
      if (title !== work.title) work = {title, since: Date.now(), told: false};
      if (work.told || Date.now() - work.since < PATIENCE_MILLISECONDS) return;
      work.told = true;
      stream.write(`${title} …\n`);
    },
    say: line => {
      stream.write(`${line}\n`);
    },
    stop: () => undefined
  };
}
