import {expect, it} from 'vitest';
import {submittedText, type SubmittedDocument} from './submittedText.ts';

const none: SubmittedDocument = {
  ...{format: 'espalier.submitted/1', sweep: 'demo', runs: '/runs'},
  ...{finished: 0, failed: 0, submitted: [], underWay: [], arrays: []}
};

it('says what was submitted, how to look at it and how to cancel it', () => {
  const array = {job: '12', name: 'espalier-demo-01-1', tasks: 2, logs: '/runs/a b/1'};
  const document = {...none, finished: 1, submitted: ['a', 'b'], underWay: ['c'], arrays: [array]};
  expect(submittedText(document)).toBe(`Submitted 2 runs of demo; 1 run finished before, 1 run under way before.
  array 12: 2 tasks, logs in /runs/a b/1

Look:   espalier status demo    or: squeue --array --name=espalier-demo-01-1
Cancel: espalier cancel demo    or: scancel 12`);
});

it('says when nothing was', () => {
  expect(submittedText({...none, finished: 3, failed: 1})).toBe(
    'Submitted nothing; 3 runs finished before, 1 run failed before (--rerun-failed does them again).'
  );
});
