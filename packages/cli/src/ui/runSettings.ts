import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {ListedRun} from '@espalier/experiments';

type Settings = Readonly<Record<string, unknown>>;

/**
 * Everything that can change a run's numbers, as its `meta.json` has it: settings, seed, engine, digests. They never
 * change, so each is read once; a run that has not begun has its point and seed alone.
 */
export function settingsReader(): (run: ListedRun) => Promise<Settings> {
  const kept = new Map<string, Settings>();
  return async run => {
    const known = kept.get(run.folder);
    if (known) return known;
    const inputs = await readInputs(run.folder);
    if (!inputs) return {...run.meta.point, seed: run.meta.seed};
    const {settings, seed, engine, digests} = inputs;
    const all = {...settings, ...(seed !== undefined && {seed}), ...(engine && {engine}), ...(digests && {digests})};
    kept.set(run.folder, all);
    return all;
  };
}

interface Inputs {
  readonly settings?: Settings;
  readonly seed?: unknown;
  readonly engine?: Settings;
  readonly digests?: Settings;
}

async function readInputs(folder: string): Promise<Inputs | undefined> {
  try {
    const meta = JSON.parse(await readFile(join(folder, 'meta.json'), 'utf8')) as {readonly inputs?: Inputs};
    return meta.inputs;
  } catch {
    return undefined;
  }
}
