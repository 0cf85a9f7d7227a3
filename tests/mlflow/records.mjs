import {createHash} from 'node:crypto';
import {cpSync, readFileSync, readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

export const readJson = path => JSON.parse(readFileSync(path, 'utf8'));

/** JSON as runs are recorded: non-finite numbers are strings. */
export const readLines = path => readFileSync(path, 'utf8').trim().split('\n').map(JSON.parse);

const writeJson = (path, document) => writeFileSync(path, `${JSON.stringify(document, undefined, 2)}\n`);

export const writeLines = (path, rows) => writeFileSync(path, rows.map(row => `${JSON.stringify(row)}\n`).join(''));

/** Folders of the runs of a sweep. */
export const runFolders = (runs, sweep) =>
  readdirSync(join(runs, sweep))
    .filter(name => name !== 'report')
    .map(name => join(runs, sweep, name));

/** A run of its own made of another one's records, in the sweep's folder. */
export function copyRun(from, {runs, sweep, name}) {
  const key = createHash('sha256').update(`${sweep} ${name}`).digest('hex');
  const id = `${name}-${key.slice(0, 10)}`;
  const folder = join(runs, sweep, id);
  cpSync(from, folder, {recursive: true});
  changeMeta(folder, {id, key, sweep});
  return folder;
}

export function changeMeta(folder, change) {
  const path = join(folder, 'meta.json');
  writeJson(path, {...readJson(path), ...change});
}
