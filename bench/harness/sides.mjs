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

/** Starts `pytorch/<file>` on the same threads; its maps lie in memory channels first unless `layout` says otherwise. */
export const pytorchSide =
  (file, {threads, python, device}, {name = 'pytorch', layout = 'channels-first'} = {}) =>
  () =>
    startContender(name, python, [workerPath(`pytorch/${file}`), String(threads)], {
      env: {
        OMP_NUM_THREADS: String(threads),
        PYTHONWARNINGS: 'ignore',
        KINETO_LOG_LEVEL: '5',
        BENCH_DEVICE: device,
        BENCH_LAYOUT: layout
      }
    });

/** The same in the layout that suits a processor better, and that PyTorch uses only where a program asks for it. */
export const channelsLastSide = (file, context, {name = 'pytorch, channels last'} = {}) =>
  pytorchSide(file, context, {name, layout: 'channels-last'});

/** Versions by side, for records. */
export const versionsOf = sides => Object.fromEntries(sides.map(({name, hello}) => [name, hello.version]));
