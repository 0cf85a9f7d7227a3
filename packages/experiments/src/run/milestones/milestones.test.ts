import {mkdtemp, readFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {startEngine, tf} from '@espalier/backend';
import {beforeAll, describe, expect, it} from 'vitest';
import {readMeta} from '../../runs/meta.ts';
import {expectedBytes, fresh, leftovers, study, TAYLOR} from '../../testing/checkpointStudies.ts';
import {oneRun} from '../../testing/oneRun.ts';
import {resultBytes} from '../../testing/resultBytes.ts';
import type {RunResult} from '../runResult.ts';

beforeAll(() => startEngine({onNotice: () => undefined}));

const MILESTONES = 'milestones: {units: [0.5, 0.8], updates: 30, lr: 0.004, controls: [scratch, unpruned]}';
const WITH = `${TAYLOR}${MILESTONES}\nmetrics: [balancedAccuracy, agreement]\n`;

async function resultOf(folder: string): Promise<RunResult> {
  return JSON.parse(await readFile(join(folder, 'result.json'), 'utf8')) as RunResult;
}

describe('milestones', () => {
  it('are told in result.json beside their controls, and leave no trace in the run', async () => {
    const plain = await expectedBytes(TAYLOR);
    const {root, run, attempt} = await fresh(WITH);
    const tensors = tf.memory().numTensors;
    expect(await attempt()).toEqual({status: 'finished'});
    expect(tf.memory().numTensors).toBe(tensors);
    const {milestones = [], before, after} = await resultOf(run.folder);
    // LeNet has 70 units, 8 go in a step: 54 are left behind the second, 38 and 35 behind the fourth and the fifth.
    expect(milestones.map(({target, step, units, updates}) => ({target, step, units, updates}))).toEqual([
      {target: {units: 0.8}, step: 2, units: 54, updates: 4 + 30},
      {target: {units: 0.5}, step: 5, units: 35, updates: 10 + 30}
    ]);
    for (const {controls, updates, parameters, testBalancedAccuracy} of milestones) {
      expect(controls?.unpruned).toMatchObject({updates, parameters: before.parameters});
      // Two epochs of 3 minibatches.
      expect(controls?.scratch).toMatchObject({updates: 6 + updates, parameters});
      for (const one of [testBalancedAccuracy, controls?.unpruned?.testBalancedAccuracy])
        expect(one).toBeGreaterThan(0.1);
    }
    expect(after.validationBalancedAccuracy).toBeGreaterThan(0);
    expect(before).toMatchObject({validationAgreement: 1, testAgreement: 1});
    const agreements = [after, ...milestones, milestones[0]!.controls!.scratch!].map(row => row.testAgreement);
    for (const one of agreements) expect(Number(one) * 40).toBeCloseTo(Math.round(Number(one) * 40), 9);
    expect(Math.min(...agreements.map(Number))).toBeLessThan(1);
    expect(after.testLoss).not.toBe(milestones[1]!.testLoss);
    const bytes = await resultBytes(root);
    const history = Object.keys(plain).find(name => name.endsWith('history.jsonl'))!;
    const weights = Object.keys(plain).filter(name => name.endsWith('weights.bin') && !name.includes('.stages'));
    const own = (name: string) =>
      Object.entries(bytes).find(([path]) => path.endsWith(name) && !path.includes('.stages'))![1];
    expect(own('history.jsonl')).toBe(plain[history]);
    expect(own('weights.bin')).toBe(plain[weights[0]!]);
  });

  it('come to the same bytes when a run is stopped at every boundary, and are done once', async () => {
    const text = `${TAYLOR}milestones: {units: [0.8], updates: 26, controls: [unpruned, scratch]}\nmetrics: [agreement]\n`;
    const expected = await expectedBytes(text);
    const {root, run, attemptPart} = await fresh(text);
    const tensors = tf.memory().numTensors;
    const ends: string[] = [];
    while (ends.at(-1) !== 'finished') {
      ends.push((await attemptPart()).status);
      expect(tf.memory().numTensors).toBe(tensors);
    }
    // Beside base training and five steps: two parts of the copy, two of each control and their ends.
    expect(ends.length).toBeGreaterThanOrEqual(12);
    expect(await resultBytes(root)).toEqual(expected);
    expect(await leftovers(root)).toEqual([]);
    const said = await readFile(join(run.folder, 'stdout.log'), 'utf8');
    expect(said.split('\n').filter(line => line.startsWith('milestone'))).toEqual([
      'milestone units=0.8 done behind step 2'
    ]);
    const {stages, latencies} = (await readMeta(run.folder))!;
    expect(Object.keys(stages)).toEqual(expect.arrayContaining(['unpruned units=0.8', 'scratch units=0.8']));
    expect(latencies?.milestones.map(({target}) => target)).toEqual([{units: 0.8}]);
    expect(latencies?.milestones[0]?.faster).toBeGreaterThan(0);
  });

  it('share the unpruned control between criteria', async () => {
    const runs = ['taylor', 'weight'].map(criterion =>
      study({
        prune: `criterion: ${criterion}, unitsPerStep: 20, updates: 1, until: {units: 0.7}`,
        more: 'milestones: {units: [0.7], updates: 2, controls: [unpruned]}'
      })
    );
    const root = join(await mkdtemp(join(tmpdir(), 'espalier-test-')), 'runs');
    const metas = [];
    for (const [i, text] of runs.entries()) {
      const {run, attempt} = await oneRun(join(root, `../${i}.yaml`), text, root);
      expect(await attempt()).toEqual({status: 'finished'});
      metas.push(await readMeta(run.folder));
    }
    const keys = metas.map(meta => meta?.stages['unpruned units=0.7']);
    expect(keys[0]).toMatch(/^unpruned-/);
    expect(keys[0]).toBe(keys[1]);
  });
});
