import {expect, it} from 'vitest';
import type {BenchRows} from '../records/benchRows.ts';
import {benchTable} from './benchTable.ts';
import {toMarkdown} from './toMarkdown.ts';

const bench: BenchRows = {
  ...{part: 'edge', command: 'npm run bench -- edge', cpu: 'a processor', cores: 2, threads: 1, versions: {}},
  columns: {
    bytes: {words: 'bytes shipped', unit: 'kilobytes'},
    accuracy: {words: 'test accuracy', unit: 'share'},
    time: {words: 'time of a pass', unit: 'milliseconds'}
  },
  rows: [0, 1, 2].map(seed => ({seed, form: 'uint8', bytes: 12_000 + 1000 * seed, accuracy: 0.5, time: 4}))
};

it('tells numbers in the unit of their header', () => {
  const table = benchTable({
    ...{bench, rows: bench.rows, by: ['form'], columns: ['bytes', 'accuracy', 'time'], command: 'npm run findings'}
  });
  expect(table.columns.map(({header}) => header)).toEqual([
    'form',
    'bytes shipped (kB)',
    'test accuracy (%)',
    'time of a pass (ms)'
  ]);
  expect(toMarkdown(table)).toContain('| uint8 | 13.0 [10.5, 15.5] | 50.0 [50.0, 50.0] | 4.00 [4.00, 4.00] |');
});
