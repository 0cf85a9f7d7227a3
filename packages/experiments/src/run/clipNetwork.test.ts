import {spawnSync} from 'node:child_process';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {readLines} from '../runs/lines.ts';
import type {MetricsRow, RunResult} from './runResult.ts';
import {runSweep} from './runSweep.ts';

const file = fileURLToPath(new URL('../../configs/gesture/r3d-cnn-tiny.yaml', import.meta.url));
const dataDir = fileURLToPath(new URL('../../../datasets/fixtures/nvGesture', import.meta.url));
const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;

test.skipIf(!hasFfmpeg)(
  'ffmpeg: R3D-CNN is trained on clips and loses filters and recurrent units',
  async () => {
    const runs = await mkdtemp(join(tmpdir(), 'espalier-test-'));
    const {failed, finished} = await runSweep(file, {runs, dataDir, overrides: ['prune.criterion=random']});
    expect(failed).toEqual([]);
    const {folder} = finished[0]!;
    const {before, after} = JSON.parse(await readFile(join(folder, 'result.json'), 'utf8')) as RunResult;
    expect(before.units).toBe(2752 / 16 + 256 / 16);
    expect(after.flops / before.flops).toBeLessThanOrEqual(0.5);
    const rows = (await readLines(join(folder, 'metrics.jsonl'))) as MetricsRow[];
    const {recurrent, ...filters} = rows.at(-1)!.unitsLeft;
    expect(recurrent).toBeLessThan(16);
    expect(Object.values(filters).reduce((sum, left) => sum + left, 0)).toBeLessThan(172);
    await rm(runs, {recursive: true});
  },
  60_000
);
