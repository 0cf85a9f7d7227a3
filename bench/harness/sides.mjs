import {fileURLToPath} from 'node:url';
import {startContender} from './contender.mjs';

export const workerPath = file => fileURLToPath(new URL(`../${file}`, import.meta.url));

/** Starts `espalier/<file>` on the bench's threads. */
export const espalierSide =
  (file, {threads}, {name = 'espalier'} = {}) =>
  () =>
    startContender(name, process.execPath, [workerPath(`espalier/${file}`), String(threads)], {
      env: {ESPALIER_THREADS: String(threads)}
    });

/** Starts `pytorch/<file>` on the same threads. */
export const pytorchSide =
  (file, {threads, python, device}, {name = 'pytorch', args = []} = {}) =>
  () =>
    startContender(name, python, [workerPath(`pytorch/${file}`), String(threads), ...args], {
      env: {OMP_NUM_THREADS: String(threads), PYTHONWARNINGS: 'ignore', BENCH_DEVICE: device}
    });

/** Versions by side, for records. */
export const versionsOf = sides => Object.fromEntries(sides.map(({name, hello}) => [name, hello.version]));
