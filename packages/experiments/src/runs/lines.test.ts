import {mkdtemp, readFile, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {openLines, readLines} from './lines.ts';

it('cuts off a last line that a crash left unfinished, and goes on', async () => {
  const path = join(await mkdtemp(join(tmpdir(), 'espalier-test-')), 'metrics.jsonl');
  await writeFile(path, '{"step":0}\n{"step":1}\n{"st');
  expect(await readLines(path)).toEqual([{step: 0}, {step: 1}]);
  const lines = await openLines(path);
  await lines.append({step: 2, loss: NaN});
  await lines.close();
  expect(await readFile(path, 'utf8')).toBe('{"step":0}\n{"step":1}\n{"step":2,"loss":"NaN"}\n');
});

it('reads an absent file as no lines', async () => {
  expect(await readLines('/nowhere/metrics.jsonl')).toEqual([]);
});
