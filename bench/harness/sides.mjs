import {fileURLToPath} from 'node:url';
import {startContender} from './contender.mjs';

const path = file => fileURLToPath(new URL(`../${file}`, import.meta.url));

/** Starts `espalier/<file>` on the bench's threads. */
export const espalierSide =
  (file, {threads}, {name = 'espalier'} = {}) =>
  () =>
    startContender(name, process.execPath, [path(`espalier/${file}`), String(threads)], {
      env: {ESPALIER_THREADS: String(threads)}
    });

/** Starts `pytorch/<file>` on the same threads. */
export const pytorchSide =
  (file, {threads, python}, {name = 'pytorch', args = []} = {}) =>
  () =>
    startContender(name, python, [path(`pytorch/${file}`), String(threads), ...args], {
      env: {OMP_NUM_THREADS: String(threads), PYTHONWARNINGS: 'ignore'}
    });

/** Versions by side, for records. */
export const versionsOf = sides => Object.fromEntries(sides.map(({name, hello}) => [name, hello.version]));
