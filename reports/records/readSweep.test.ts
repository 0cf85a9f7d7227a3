import {appendFile, readFile, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {madeUpRecords} from '../testing/madeUpRecords.ts';
import {write, writeSweep} from '../testing/writeSweep.ts';
import {readSweep} from './readSweep.ts';

it('reads back what a store wrote, stages included', async () => {
  const records = madeUpRecords({seeds: [0, 1]});
  const read = await readSweep(await writeSweep(records));
  expect(read.sweep).toBe('made-up');
  expect(read.unfinished).toEqual([]);
  const want = records.map(record => ({...record, config: {...record.config, seed: record.seed}}));
  const byId = (a: {id: string}, b: {id: string}) => (a.id < b.id ? -1 : 1);
  expect(read.records.toSorted(byId)).toEqual(want.toSorted(byId));
});

it('shares the stages that runs of one seed share', async () => {
  const {records} = await readSweep(await writeSweep(madeUpRecords({seeds: [0]})));
  expect(new Set(records.map(({oracle}) => oracle)).size).toBe(1);
});

it('counts runs that are not finished, and passes over folders that are no runs', async () => {
  const folder = await writeSweep(madeUpRecords({seeds: [0]}).slice(0, 1));
  await write(join(folder, 'weight-9', 'meta.json'), '{"status": "failed"}');
  await write(join(folder, 'weight-8', 'config.yaml'), 'seed: 8');
  await write(join(folder, 'notes', 'a.txt'), 'not a run');
  const {records, unfinished} = await readSweep(folder);
  expect(records).toHaveLength(1);
  expect(unfinished).toEqual([
    {id: 'weight-8', status: 'queued'},
    {id: 'weight-9', status: 'failed'}
  ]);
});

it('keeps the newer of two runs that nothing in their settings tells apart', async () => {
  const [first] = madeUpRecords({seeds: [0]});
  const folder = await writeSweep(first ? [first, {...first, id: 'taylor-newer'}] : []);
  await write(
    join(folder, 'taylor-newer', 'meta.json'),
    '{"status": "finished", "created": "2025-06-01T00:00:00Z", "stages": {}}'
  );
  const {records, superseded} = await readSweep(folder);
  expect(records.map(({id}) => id)).toEqual(['taylor-newer']);
  expect(superseded).toEqual(['taylor-0']);
});

it('reads non-finite metrics from their words', async () => {
  const folder = await writeSweep(madeUpRecords({seeds: [0]}).slice(0, 1));
  const path = join(folder, 'taylor-0', 'metrics.jsonl');
  await write(path, (await readFile(path, 'utf8')).replace(/"testLoss":[\d.]+/, '"testLoss":"NaN"'));
  expect((await readSweep(folder)).records[0]?.curve[0]?.testLoss).toBeNaN();
});

it('names file and line of a line that is no JSON', async () => {
  const folder = await writeSweep(madeUpRecords({seeds: [0]}).slice(0, 1));
  const path = join(folder, 'taylor-0', 'metrics.jsonl');
  await appendFile(path, '{"step": 13, "upd');
  await expect(readSweep(folder)).rejects.toThrow(`Expected ${path}:14 to be JSON, got `);
});

it('names file, line and key of a wrong value', async () => {
  const folder = await writeSweep(madeUpRecords({seeds: [0]}).slice(0, 1));
  const path = join(folder, 'taylor-0', 'metrics.jsonl');
  await write(path, '{"step": 0, "updates": 0, "units": 3, "parameters": 4, "flops": "many"}\n');
  await expect(readSweep(folder)).rejects.toThrow(
    `Unexpected content in ${path}:1, at flops: Invalid input: expected number, received string.`
  );
});

it('names the stage file that is missing and the remedy', async () => {
  const folder = await writeSweep(madeUpRecords({seeds: [0]}).slice(0, 1));
  const stage = join(folder, '..', '.stages', 'oracle-0');
  await rm(stage, {recursive: true});
  await expect(readSweep(folder)).rejects.toThrow(
    `Expected ${join(stage, 'oracle.json')} of a finished run to be there, got nothing. Run it again with \`espalier rerun\`.`
  );
});

it('says that a folder is not there', async () => {
  await expect(readSweep('/nowhere/sweep')).rejects.toThrow(
    'Expected /nowhere/sweep to be the folder of a sweep, got ENOENT'
  );
});
