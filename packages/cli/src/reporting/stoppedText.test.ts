import {expect, it} from 'vitest';
import {stoppedText} from './stoppedText.ts';

const about = {metric: 'validationAccuracy', points: 2.5, confidence: 0.95, examples: 500};

it('tells the drop of what was kept, and of what was not', () => {
  const kept = {step: 11, drop: 1.2, bound: 2.34};
  const failed = {step: 12, units: 40, drop: 1.6, bound: 2.8};
  expect(stoppedText({...about, by: 'maxDrop', kept, failed})).toBe(
    'Since the unpruned network validationAccuracy dropped by 1.20 points, at most 2.34 (95 % confidence, 500 examples). ' +
      'Step 12 was undone: by 1.60 points, at most 2.80, where 2.5 are allowed.'
  );
  expect(stoppedText({...about, by: 'floor', kept})).toContain(
    'Ended by the floor of every group, with 2.5 points allowed.'
  );
});

it('says where nothing could go', () => {
  const nothing = {kept: {step: 0, drop: 0, bound: 0}, failed: {step: 1, units: 60, drop: 5, bound: 7}};
  expect(stoppedText({...about, by: 'maxDrop', ...nothing})).toBe(
    'The unpruned network was kept. Step 1 was undone: by 5.00 points, at most 7.00, where 2.5 are allowed (95 % ' +
      'confidence, 500 examples).'
  );
});
