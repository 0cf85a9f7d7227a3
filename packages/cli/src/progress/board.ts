import {MultiBar, type SingleBar} from 'cli-progress';
import {displayWidth} from '../output/displayWidth.ts';
import {createProgress, isAnimated, type Progress, type ProgressOptions} from './progress.ts';

/** Tells a user how several pieces of work come along that are done at once, on stderr. */
export interface Board {
  /** What a piece is at, and how far; `key` names the piece. */
  readonly update: (key: string, title: string, done: number, total: number) => void;
  /** The piece is over. */
  readonly end: (key: string) => void;
  /** How much of everything is done, parts of pieces counted too. */
  readonly total: (title: string, done: number, total: number) => void;
  /** One line that stays, above the table. */
  readonly say: (line: string) => void;
  /** Takes the table away. */
  readonly stop: () => void;
}

/** A table on a terminal that can draw one: all, then a line for each piece under way. Elsewhere only what is said. */
export function createBoard(options: ProgressOptions = {}): Board {
  const {quiet = false, stream = process.stderr, env} = options;
  return !quiet && isAnimated(stream, env) ? tableBoard(stream) : lineBoard(options);
}

/** Lines, one for whatever takes longer than a moment. */
function lineBoard(options: ProgressOptions): Board {
  // Each piece of work has its own idea of how long it has been at something.
  const pieces = new Map<string, Progress>();
  const {say} = createProgress(options);
  return {
    update: (key, title, done, total) => {
      const piece = pieces.get(key) ?? createProgress(options);
      pieces.set(key, piece);
      piece.update(title, done, total);
    },
    end: key => {
      pieces.delete(key);
    },
    total: () => undefined,
    say,
    stop: () => undefined
  };
}

const TITLE_WIDTH = 44;

function tableBoard(stream: NodeJS.WriteStream): Board {
  const table = new MultiBar({
    stream,
    format: '{title} {bar} {percentage} %  {eta_formatted} left',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: Math.max(10, Math.min(40, stream.columns - TITLE_WIDTH - 24)),
    hideCursor: true,
    clearOnComplete: true,
    fps: 8,
    etaBuffer: 50,
    emptyOnZero: true
  });
  const bars = new Map<string, SingleBar>();
  const put = (key: string, title: string, done: number, total: number) => {
    const payload = {title: fitted(title)};
    const bar = bars.get(key);
    if (bar) {
      bar.setTotal(total);
      bar.update(Math.min(done, total), payload);
    } else bars.set(key, table.create(total, Math.min(done, total), payload));
  };
  process.once('exit', () => {
    table.stop();
  });
  return {
    update: put,
    end: key => {
      const bar = bars.get(key);
      if (bar) table.remove(bar);
      bars.delete(key);
    },
    total: (title, done, total) => {
      put('', title, done, total);
    },
    say: line => {
      table.log(`${line}\n`);
      table.update();
    },
    stop: () => {
      table.stop();
    }
  };
}

/** Cut or filled up to the width of the column. */
function fitted(title: string): string {
  const cut = displayWidth(title) > TITLE_WIDTH ? `${title.slice(0, TITLE_WIDTH - 1)}…` : title;
  return cut + ' '.repeat(Math.max(0, TITLE_WIDTH - displayWidth(cut)));
}
