import {expect, it} from 'vitest';
import {threadsAdvice} from './threadsAdvice.ts';

const record = (...gains: number[]) => ({
  cpu: 'Some CPU',
  cores: 2,
  rows: gains.map((gain, i) => ({network: ['lenet', 'vgg-s'][i]!, gain}))
});

it('recommends what was faster, and says what was measured', () => {
  expect(threadsAdvice(record(1.6, 1.2))).toBe(
    'Measured on 2 cores (Some CPU): 2 processes of one thread each did 1.60 × for lenet, 1.20 × for vgg-s of the work ' +
      'of one process with 2 threads. Many runs are done sooner with espalier sweep --threads 1, which does 2 at a time.'
  );
  expect(threadsAdvice(record(0.6, 0.9))).toMatch(/one after the other, with all threads\.$/);
});

it('recommends nothing where the networks differ or the ways are level', () => {
  for (const gains of [[1.6, 0.9], [1.02, 1.5], [1]]) {
    expect(threadsAdvice(record(...gains))).toMatch(/Neither is better throughout: try both with your network\.$/);
  }
});
