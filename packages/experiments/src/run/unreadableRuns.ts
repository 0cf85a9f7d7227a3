import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {foldersIn} from '../runs/foldersIn.ts';
import {isMeta} from '../runs/meta.ts';
import type {RunStore} from '../runs/runStore.ts';

/** A folder that should be a run's. */
export interface UnreadableRun {
  readonly sweep: string;
  readonly id: string;
  readonly folder: string;
  /** In one sentence. */
  readonly reason: string;
}

/** Folders of a sweep with a `meta.json` that cannot be read; `readable` are the ids of the others. */
export function unreadableRuns(
  store: RunStore,
  sweep: string,
  readable: ReadonlySet<string>
): readonly UnreadableRun[] {
  return foldersIn(join(store.root, sweep))
    .filter(id => !readable.has(id))
    .flatMap(id => {
      const folder = store.runFolder(sweep, id);
      const reason = whyUnreadable(folder);
      return reason === undefined ? [] : [{sweep, id, folder, reason}];
    });
}

/** Why the record in a folder is none that this version can read; nothing where there is none, or a good one. */
export function whyUnreadable(folder: string): string | undefined {
  const file = join(folder, 'meta.json');
  if (!existsSync(file)) return undefined;
  const expected = `Expected ${file} to be a run's record (espalier.meta/1)`;
  try {
    const document = JSON.parse(readFileSync(file, 'utf8')) as {readonly format?: unknown} | null;
    if (isMeta(document)) return undefined;
    const format = document?.format;
    if (typeof format !== 'string') return `${expected}, got something without a format.`;
    if (format === 'espalier.meta/1') return `${expected}, got one that lacks what every run has.`;
    const remedy = format.startsWith('espalier.meta/') ? ' A newer espalier made it: use that one.' : '';
    return `${expected}, got ${format}.${remedy}`;
  } catch {
    return `${expected}, got a file that is damaged or cannot be read.`;
  }
}
