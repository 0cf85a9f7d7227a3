import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {foldersIn} from '../runs/foldersIn.ts';
import type {RunStore} from '../runs/runStore.ts';
import {ConfigError} from '../schema/ConfigError.ts';
import {nearest, unknownName} from '../text/nearest.ts';
import {listRuns, type ListedRun} from './listRuns.ts';
import {listWaiting} from './listWaiting.ts';
import {whyUnreadable} from './unreadableRuns.ts';

/** Finds a run by id, `sweep/id`, folder, or an unambiguous beginning of its id. Throws a ConfigError. */
export async function findRun(store: RunStore, name: string, {queued = false} = {}): Promise<ListedRun> {
  const begun = await listRuns(store);
  const wanted = name.replace(/\/$/, '');
  const find = (runs: readonly ListedRun[]) => {
    const exact = runs.filter(({sweep, id, folder}) => [id, `${sweep}/${id}`, folder].includes(wanted));
    return exact.length > 0 ? exact : runs.filter(({id}) => id.startsWith(wanted));
  };
  const found = find(begun);
  const matches = found.length === 0 && queued ? find(await listQueued(store, begun)) : found;
  const [run] = matches;
  if (!run) throw new ConfigError(whyNot(store, wanted) ?? unknownName('run', name, nearby(begun, wanted)));
  if (matches.length === 1) return run;
  const names = matches.slice(0, 10).map(({sweep, id}) => `${sweep}/${id}`);
  if (matches.length > names.length) names.push('…');
  throw new ConfigError(`Expected "${name}" to name one run, got ${matches.length}: ${names.join(', ')}.`);
}

/** Runs that have no folder yet while somebody works on their sweep. */
async function listQueued(store: RunStore, begun: readonly ListedRun[]): Promise<readonly ListedRun[]> {
  const found: ListedRun[] = [];
  for (const sweep of foldersIn(join(store.root, '.sweeps'))) {
    const waiting = await listWaiting(
      store,
      sweep,
      begun.filter(run => run.sweep === sweep)
    );
    const isOn = waiting?.atWork === true || waiting?.submission.launcher.kind === 'slurm';
    if (waiting && isOn) found.push(...waiting.runs);
  }
  return found;
}

/** Why the folder of a name is not the run that it seems to be. */
function whyNot(store: RunStore, wanted: string): string | undefined {
  const sweeps = foldersIn(store.root).filter(name => !name.startsWith('.'));
  const folders = [...sweeps.map(sweep => store.runFolder(sweep, wanted)), join(store.root, wanted), wanted];
  const reason = folders.map(whyUnreadable).find(one => one !== undefined);
  const bare = wanted.includes('/') ? join(store.root, wanted) : undefined;
  if (reason !== undefined || bare === undefined || !existsSync(bare)) return reason;
  return `Expected ${bare} to be a run, got a folder without meta.json.`;
}

/** Names to choose from, as many as can be read: the most alike first. */
function nearby(runs: readonly ListedRun[], wanted: string): readonly string[] {
  const ids = runs.map(({id}) => id);
  if (ids.length <= 20) return ids;
  const guess = nearest(wanted, ids);
  return guess === undefined ? [...ids.slice(0, 5), '…'] : [guess, '…'];
}
