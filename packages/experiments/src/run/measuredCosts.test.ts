import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {startEngine} from '@espalier/backend';
import {beforeAll, expect, it} from 'vitest';
import type {UnitLatencies} from '../jobs/unitLatencies.ts';
import {readMeta} from '../runs/meta.ts';
import {expectedBytes, fresh, study} from '../testing/checkpointStudies.ts';
import {resultBytes} from '../testing/resultBytes.ts';

beforeAll(async () => {
  await startEngine({onNotice: () => undefined});
});

const prune = (cost: string) =>
  study({prune: `criterion: weight, cost: ${cost}, unitsPerStep: 8, updates: 1, lr: 0.005, until: {units: 0.6}`});

it('a run by measured costs goes on with the times that were measured first, whatever the clock says now', async () => {
  const {root, run, attemptPart} = await fresh(prune('{of: latency}'));
  let status = '';
  let file = '';
  const lines: string[] = [];
  while (status !== 'finished') {
    ({status} = await attemptPart());
    const {stages} = (await readMeta(run.folder))!;
    if (stages.costs === undefined) continue;
    if (file === '') {
      file = join(root, '.stages', stages.costs, 'costs.json');
      const timed = JSON.parse(await readFile(file, 'utf8')) as UnitLatencies;
      expect(timed.groups.map(({group, removed}) => [group, removed])).toEqual([
        ['conv1', 10],
        ['conv2', 25]
      ]);
      // As if the second layer had been measured to be dear: not what a clock would say twice.
      const [first, second] = timed.groups;
      const groups = [
        {...first!, milliseconds: 0.001},
        {...second!, milliseconds: 1}
      ];
      await writeFile(file, JSON.stringify({...timed, groups}));
    }
    lines.push(await readFile(file, 'utf8'));
  }
  expect(new Set(lines).size).toBe(1);
  const steps = (await readFile(join(run.folder, 'history.jsonl'), 'utf8')).trimEnd().split('\n');
  const removed = steps.flatMap(line => (JSON.parse(line) as {removed: {group: string}[]}).removed);
  expect(steps.length).toBeGreaterThan(2);
  expect(new Set(removed.map(({group}) => group))).toEqual(new Set(['conv2']));
});

it('runs by counted costs come to the same bytes when they are stopped at every boundary', async () => {
  const text = prune('{of: memory, lambda: 0.1}');
  const expected = await expectedBytes(text);
  const {root, attemptPart} = await fresh(text);
  while ((await attemptPart()).status !== 'finished');
  expect(await resultBytes(root)).toEqual(expected);
  expect(Object.values(await resultBytes(root))).not.toEqual(Object.values(await expectedBytes(prune('{of: flops}'))));
});
