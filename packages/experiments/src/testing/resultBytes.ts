import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';

/** Bytes of everything in a run store that must not depend on when or where a run was done, by path. */
export async function resultBytes(root: string): Promise<Record<string, string>> {
  const names = (await readdir(root, {recursive: true})).filter(name =>
    /(metrics|history|training)\.jsonl$|(result|scores|oracle|model|metrics)\.json$|weights\.bin$/.test(name)
  );
  const entries = names.toSorted().map(async name => [name, await readFile(join(root, name), 'base64')] as const);
  return Object.fromEntries(await Promise.all(entries));
}
