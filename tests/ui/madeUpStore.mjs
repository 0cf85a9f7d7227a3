import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

const [STARTED, ENDED] = ['2026-01-02T03:04:05.000Z', '2026-01-02T03:05:05.000Z'];

/** Writes the folder of a run as a run leaves it, and gives its path. */
export function writeRun(root, {sweep, id, seed = 0, point = {}, status = 'finished', error, accuracies = [0.9, 0.8]}) {
  const folder = join(root, sweep, id);
  mkdirSync(folder, {recursive: true});
  const attempt = {number: 1, started: STARTED, ended: ENDED, status, pid: 1, host: 'here', ...(error && {error})};
  const meta = {
    ...{format: 'espalier.meta/1', id, key: id, sweep, seed, point, status, created: STARTED, heartbeat: ENDED},
    ...{attempts: [attempt], stages: {}, inputs: {settings: point, seed}, command: `espalier run ${id}`}
  };
  const steps = accuracies.map((accuracy, step) => metricsRow(step, accuracy));
  writeFileSync(join(folder, 'meta.json'), JSON.stringify(meta));
  if (steps.length > 2)
    writeFileSync(join(folder, 'metrics.jsonl'), steps.map(row => `${JSON.stringify(row)}\n`).join(''));
  if (status !== 'finished') return folder;
  const metric = {name: 'testAccuracy', goal: 'maximize', value: accuracies.at(-1)};
  const result = {format: 'espalier.run/1', criterion: 'taylor', seed, metric, before: steps[0], after: steps.at(-1)};
  writeFileSync(join(folder, 'result.json'), JSON.stringify(result));
  return folder;
}

/** A line of `metrics.jsonl`. */
export function metricsRow(step, accuracy) {
  return {
    ...{step, updates: 10 * step, units: 100 - step, parameters: 1000 - 10 * step, flops: 10_000 - 100 * step},
    ...{validationLoss: 0.5, validationAccuracy: accuracy, testLoss: 0.5, testAccuracy: accuracy},
    unitsLeft: {conv1: 40, conv2: 60 - step}
  };
}

/** Text that would be run if any of it were read as HTML. */
export const HOSTILE = `<img src=x onerror="alert('run')"><script>alert('run')</script>"'&amp;`;

/** Sweeps that a page has to cope with: a study of three criteria, hostile names, and very many runs. */
export function fillStore(root, {many = 10_000} = {}) {
  for (const [i, criterion] of ['taylor', 'obd', 'random'].entries()) {
    for (const seed of [0, 1, 2]) {
      const accuracies = Array.from({length: 20}, (_, step) => 0.9 - 0.01 * step * (i + 1) * 0.5 + 0.01 * seed);
      writeRun(root, {
        sweep: 'study',
        id: `${criterion}-s${seed}`,
        seed,
        point: {'prune.criterion': criterion},
        accuracies
      });
    }
  }
  writeRun(root, {
    sweep: 'study',
    id: 'obd-s3',
    seed: 3,
    point: {'prune.criterion': 'obd'},
    status: 'failed',
    error: `out of memory ${HOSTILE}`,
    accuracies: []
  });
  const name = HOSTILE.replaceAll('/', '∕');
  writeRun(root, {sweep: name, id: name, point: {[HOSTILE]: HOSTILE}, accuracies: [0.9, 0.8, 0.7]});
  for (let i = 0; i < many; i++) {
    const point = {
      'prune.criterion': ['taylor', 'random'][i % 2],
      'prune.lr': Number((1e-4 * (1 + ((i >> 1) % 500))).toPrecision(4))
    };
    writeRun(root, {
      sweep: 'many',
      id: `run-${i}`,
      seed: Math.floor(i / 1000),
      point,
      accuracies: [0.9, (i % 997) / 1000]
    });
  }
}
