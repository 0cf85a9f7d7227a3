import type {RunResult} from '@espalier/experiments';
import {expect, it} from 'vitest';
import type {SweptRun} from './sweepDocument.ts';
import {sweepTable} from './sweepTable.ts';

const end = {units: 10, flops: 10, testAccuracy: 0.5};

function run(lr: number, epochs: number, value: number | undefined, seed = 0): SweptRun {
  const metric = {name: 'validationLoss', goal: 'minimize', value: value ?? 0};
  return {
    ...{id: `lr${lr}-${epochs}-s${seed}`, key: '', seed, folder: '', reason: ''},
    point: {'train.lr': lr, 'train.epochs': epochs},
    status: value === undefined ? 'not promoted' : 'finished',
    result: value === undefined ? undefined : ({metric, before: end, after: end} as unknown as RunResult)
  };
}

const runs = [
  ...[run(0.1, 1, 0.5), run(0.2, 1, 0.1), run(0.1, 1, 0.5, 1), run(0.2, 1, 0.2, 1)],
  ...[
    run(0.1, 9, 0.4),
    run(0.2, 9, 0.2),
    run(0.1, 9, 0.4, 1),
    run(0.2, 9, 0.5, 1),
    run(0.3, 9, 0.1),
    run(0.4, 9, undefined)
  ]
];
const rungs = [1, 9].map(value => ({key: 'train.epochs', value, candidates: 2, runs: 4, atLeast: false}));
const document = {format: 'espalier.sweep/1', sweep: 'study', folder: 'runs/study'} as const;

it('lists what was run', () => {
  const lines = sweepTable({...document, runs}).split('\n');
  expect(lines.filter(line => line.startsWith('lr'))).toHaveLength(9);
  expect(lines.slice(-3)).toEqual(['Not promoted, and so not run: 1', '', 'In runs/study']);
});

it('names the best of the last rung by its mean over all seeds', () => {
  expect(sweepTable({...document, runs, rungs})).toContain(
    '\nBest: train.lr=0.2 train.epochs=9 (validationLoss 0.3500)\n'
  );
});
