import {mkdtemp, readFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {startEngine, tf} from '@espalier/backend';
import {beforeAll, describe, expect, it} from 'vitest';
import {readMeta} from '../runs/meta.ts';
import {expectedBytes, fresh, leftovers, study} from '../testing/checkpointStudies.ts';
import {oneRun} from '../testing/oneRun.ts';
import {resultBytes} from '../testing/resultBytes.ts';
import type {RunResult} from './runResult.ts';

beforeAll(() => startEngine({onNotice: () => undefined}));

/** One or two steps, and a copy at their end. */
function distilled(distill: string, {controls = '', step = 8}: {controls?: string; step?: number} = {}): string {
  return study({
    prune: `unitsPerStep: ${step}, updates: 2, lr: 0.005, until: {units: 0.8}${distill && `, distill: ${distill}`}`,
    more: `milestones: {units: [0.8], updates: 26, controls: [${controls}]}`
  });
}

describe('a run with a teacher', () => {
  it.each(['{temperature: 2, weight: 0.9}', '{features: {layers: ["conv*"], weight: 2}}'])(
    'comes to the same bytes when it is stopped at every boundary, within milestones too: %s',
    async distill => {
      const text = distilled(distill);
      const expected = await expectedBytes(text);
      const {root, attemptPart} = await fresh(text);
      const tensors = tf.memory().numTensors;
      const ends: string[] = [];
      while (ends.at(-1) !== 'finished') {
        ends.push((await attemptPart()).status);
        expect(tf.memory().numTensors).toBe(tensors);
      }
      expect(ends.length).toBeGreaterThanOrEqual(5);
      expect(await resultBytes(root)).toEqual(expected);
      expect(await leftovers(root)).toEqual([]);
    }
  );

  it('has its base and its controls in common with the run without one, and nothing else', async () => {
    const at = await mkdtemp(join(tmpdir(), 'espalier-test-'));
    const told = [];
    for (const [i, distill] of ['', '{weight: 0}', '{weight: 0.9}'].entries()) {
      const text = distilled(distill, {controls: 'unpruned, scratch', step: 14});
      const {run, attempt} = await oneRun(join(at, `${i}.yaml`), text, join(at, 'runs'));
      expect(await attempt()).toEqual({status: 'finished'});
      const {stages} = (await readMeta(run.folder))!;
      const result = JSON.parse(await readFile(join(run.folder, 'result.json'), 'utf8')) as RunResult;
      told.push({key: run.key, stages, result});
    }
    const [plain, nothing, taught] = told;
    expect(nothing).toEqual(plain);
    expect(taught!.key).not.toBe(plain!.key);
    expect(taught!.stages).toEqual(plain!.stages);
    const [one, other] = [plain!, taught!].map(({result}) => result.milestones![0]!);
    expect(other!.controls).toEqual(one!.controls);
    expect(other!.validationLoss).not.toBe(one!.validationLoss);
    expect(taught!.result.after.validationLoss).not.toBe(plain!.result.after.validationLoss);
    expect(taught!.result.before).toEqual(plain!.result.before);
  });

  it('is refused where it is to match layers that are not there, and leaves nothing behind', async () => {
    const {attempt} = await fresh(distilled('{features: {layers: [conv9]}}'));
    const tensors = tf.memory().numTensors;
    expect(await attempt()).toMatchObject({
      status: 'failed',
      refused: true,
      error: expect.stringMatching(/^Expected every pattern in `distill.features.layers` to match a layer/) as string
    });
    expect(tf.memory().numTensors).toBe(tensors);
  });
});
