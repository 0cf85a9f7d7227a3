import {readFileSync} from 'node:fs';

/** Version of this installation of Espalier. */
export const VERSION = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {readonly version: string}
).version;

/** Part of every run key: raised when the same configuration may give other numbers than before. */
export const RESULTS_VERSION = 3;
