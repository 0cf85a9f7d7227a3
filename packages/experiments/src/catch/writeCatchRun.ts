import {basename, join} from 'node:path';
import {currentEngine} from '@espalier/backend';
import {stringify} from 'yaml';
import {digestOf, recordJson} from '../runs/canonicalJson.ts';
import {writeAtomically, writeJson} from '../runs/writeAtomically.ts';
import type {CatchSettings} from './catchSettings.ts';

export interface CatchRun {
  readonly seed: number;
  readonly criterion: string;
  readonly settings: CatchSettings;
  /** What milestones are compared with. */
  readonly controls: readonly string[];
  /** Settings that tell the run from others of its criterion and seed, by dotted key; none unless given. */
  readonly point?: Readonly<Record<string, number>>;
  readonly result: object;
  readonly curve: readonly object[];
}

/** Writes a run's records as a sweep's, into a folder of its own under `folder`, whose name is the sweep's. */
export async function writeCatchRun(folder: string, run: CatchRun): Promise<void> {
  const {seed, criterion, settings, controls, point, result, curve} = run;
  const {prune, train, milestones, play, games} = settings;
  const config = {
    dataset: {name: 'catch', ...play, testGames: games},
    model: {name: 'q-network'},
    train,
    prune: {criterion, ...prune},
    milestones: {...milestones, controls},
    seed
  };
  const key = digestOf(config);
  const id = `${criterion}-s${seed}${point ? `-${key.slice(0, 10)}` : ''}`;
  const path = join(folder, id);
  const {name, device, version, threads} = currentEngine();
  const engine = {name, device, version, threads};
  const about = {format: 'espalier.meta/1', id, key, sweep: basename(folder), seed};
  await writeAtomically(join(path, 'config.yaml'), stringify(config));
  await writeJson(join(path, 'meta.json'), {...about, ...(point && {point}), status: 'finished', engine});
  await writeAtomically(join(path, 'metrics.jsonl'), curve.map(row => `${recordJson(row)}\n`).join(''));
  await writeJson(join(path, 'result.json'), result);
}
