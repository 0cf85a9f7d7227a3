import {expect, it} from 'vitest';
import type {RunRecord} from '../records/runRecord.ts';
import {madeUpRecords} from '../testing/madeUpRecords.ts';
import {runSettings} from './runSettings.ts';

function settings(records: readonly RunRecord[]): Record<string, unknown> {
  return Object.fromEntries(runSettings({records, subject: 's', command: 'c'}).rows) as Record<string, unknown>;
}

const withConfig = (change: (index: number) => Record<string, unknown>) =>
  madeUpRecords().map((record, i) => ({...record, config: {...record.config, ...change(i)}}));

it('says how the runs were made, from their own records', () => {
  expect(settings(madeUpRecords())).toEqual({
    data: 'made-up-images (2000 training examples, validation included, and 500 test examples)',
    network: 'tiny',
    criteria: 'taylor, obd, weight, activation, random',
    seeds: '0, 1, 2',
    engine: 'js 4.22.0 (cpu, 1 thread)'
  });
});

it('spells settings out', () => {
  const prune = {criterion: 'taylor', unitsPerStep: 8, lr: 0.001, until: {flops: 0.1}};
  expect(settings(withConfig(() => ({prune, oracle: {examples: 300, batchSize: 250}})))).toMatchObject({
    pruning: 'units per step 8; learning rate 0.001; until FLOPs 0.1',
    oracle: 'examples 300; batch size 250'
  });
});

it('lists values that differ between runs, numbers in their order', () => {
  const records = withConfig(i => ({train: i === 0 ? {epochs: 10} : {epochs: 5, lr: 0.01}}));
  expect(settings(records)['training']).toBe('epochs 5, 10; learning rate none, 0.01');
});

it('leaves out what no record says', () => {
  const records = madeUpRecords().map(record => ({...record, engine: undefined}));
  expect(settings(records)).not.toHaveProperty('engine');
});
