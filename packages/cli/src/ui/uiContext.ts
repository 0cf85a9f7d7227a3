import {join} from 'node:path';
import type {ListedRun} from '@espalier/experiments';
import {HttpError} from './HttpError.ts';
import {lineFileReader, type LineFile} from './readLineFile.ts';
import {settingsReader} from './runSettings.ts';
import {watchStore, type Listing} from './watchStore.ts';

/** What answers are made from. All of it reads; nothing in a store is changed. */
export interface UiContext {
  readonly listing: () => Promise<Listing>;
  readonly settings: (run: ListedRun) => Promise<Readonly<Record<string, unknown>>>;
  /** `metrics.jsonl` or `history.jsonl` of a run. */
  readonly lines: (run: {readonly folder: string}, name: 'metrics.jsonl' | 'history.jsonl') => LineFile;
}

export function uiContext(root: string): UiContext {
  const read = lineFileReader();
  return {
    listing: watchStore(root),
    settings: settingsReader(),
    lines: ({folder}, name) => read(join(folder, name))
  };
}

/** The run that `sweep` and `id` name. Throws an HttpError. */
export function runOf({runs}: Listing, query: URLSearchParams): ListedRun {
  const name = `${query.get('sweep') ?? ''}/${query.get('id') ?? ''}`;
  const run = runs.get(name);
  if (!run) throw new HttpError(404, `Expected the name of a run, got "${name}".`);
  return run;
}
