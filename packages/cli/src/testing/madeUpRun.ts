import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';

export interface MadeUpRun {
  readonly sweep: string;
  readonly id: string;
  readonly seed?: number;
  readonly point?: Readonly<Record<string, unknown>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly status?: string;
  readonly error?: string;
  /** Test accuracy after each step. */
  readonly accuracies?: readonly number[];
}

/** Writes a run's folder as a run leaves it, far quicker than doing the run; gives its path. */
export async function writeMadeUpRun(root: string, run: MadeUpRun): Promise<string> {
  const {sweep, id, seed = 0, point = {}, settings = {}, status = 'finished', error, accuracies = [0.9, 0.8]} = run;
  const folder = join(root, sweep, id);
  await mkdir(folder, {recursive: true});
  const attempt = {number: 1, started: STARTED, ended: ENDED, status, pid: 1, host: 'here', ...(error && {error})};
  const meta = {
    ...{format: 'espalier.meta/1', id, key: id, sweep, seed, point, status, created: STARTED, heartbeat: ENDED},
    ...{attempts: [attempt], stages: {}, inputs: {settings, seed}}
  };
  const steps = accuracies.map((testAccuracy, step) => ({
    ...{step, updates: 10 * step, units: 10 - step, parameters: 100 - 10 * step, flops: 1000 - 100 * step},
    ...{validationLoss: 0.5, validationAccuracy: testAccuracy, testLoss: 0.5, testAccuracy},
    unitsLeft: {conv1: 4, conv2: 6 - step}
  }));
  const result = {
    ...{format: 'espalier.run/1', criterion: 'taylor', seed},
    metric: {name: 'testAccuracy', goal: 'maximize', value: accuracies.at(-1)},
    ...{before: steps[0], after: steps.at(-1)}
  };
  const files: Readonly<Record<string, string>> = {
    'meta.json': JSON.stringify(meta),
    'config.yaml': '# made up\n',
    'metrics.jsonl': steps.map(step => `${JSON.stringify(step)}\n`).join(''),
    'stdout.log': 'said\n',
    'stderr.log': error ?? '',
    ...(status === 'finished' && {'result.json': JSON.stringify(result)})
  };
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
  return folder;
}

const [STARTED, ENDED] = ['2026-01-02T03:04:05.000Z', '2026-01-02T03:05:05.000Z'];
