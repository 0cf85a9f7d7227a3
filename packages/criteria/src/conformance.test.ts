import {startEngine, tf} from '@espalier/backend';
import {defineCriterion} from '@espalier/core';
import {beforeAll, describe, expect, test} from 'vitest';
import {allCriteria} from './allCriteria.ts';
import {conformance} from './conformance.ts';
import {closedForms} from './testing/closedForms.ts';

beforeAll(async () => {
  await startEngine();
});

describe.each(allCriteria.map(criterion => [criterion.name, criterion] as const))('%s', (name, criterion) => {
  for (const {law, check} of conformance(criterion, {closedForm: closedForms[name]})) test(law, check);
});

/** The message with which a law fails, or undefined where it holds. */
async function verdict(criterion: Parameters<typeof conformance>[0], words: string): Promise<string | undefined> {
  const {check} = conformance(criterion).find(({law}) => law.includes(words))!;
  return check().then(
    () => undefined,
    (error: unknown) => (error as Error).message
  );
}

test('the kit catches a criterion that depends on the batch', async () => {
  const criterion = defineCriterion({
    name: 'batch-dependent',
    needs: ['featureMap'],
    perExample: ({featureMap: z}) => z.mean(1).div(z.mean())
  });
  expect(await verdict(criterion, 'splitting a batch')).toMatch(
    /^Expected batches of 1 to give the scores of one batch: \S+ for unit \d+, got \S+\.$/
  );
});

test('the kit catches a criterion that favors filters by position', async () => {
  const criterion = defineCriterion({
    name: 'by-position',
    needs: ['kernel'],
    finish: (_, {kernel}) => Array.from({length: kernel.shape[1]}, (_unit, unit) => unit)
  });
  expect(await verdict(criterion, 'permuting')).toBe(
    'Expected permuted filters to have permuted scores: 3 for unit 0, got 0.'
  );
});

test('the kit catches a criterion whose dead filters are not lowest', async () => {
  const criterion = defineCriterion({
    name: 'most-negative',
    needs: ['kernel'],
    finish: (_, {kernel}) => kernel.square().mean(0).neg().as1D()
  });
  expect(await verdict(criterion, 'dead filter')).toMatch(
    /^Expected the dead filter to have the lowest score of its layer, -\S+, got -?0\. If that is meant, declare/
  );
});

test('the kit catches scores that are not finite', async () => {
  const criterion = defineCriterion({
    name: 'logarithmic',
    needs: ['featureMap'],
    perExample: ({featureMap: z}) => z.mean(1),
    finish: ({value}) => value!.map(Math.log)
  });
  expect(await verdict(criterion, 'finite')).toMatch(/finite scores, got -Infinity for unit 0 of "conv1"/);
});

test('the kit catches tensors that are kept', async () => {
  const kept: tf.Tensor[] = [];
  const criterion = defineCriterion({
    name: 'leaky',
    needs: ['featureMap'],
    perExample: ({featureMap: z}) => {
      kept.push(tf.keep(z.square()));
      return z.mean(1);
    }
  });
  // three batches for each of two groups
  expect(await verdict(criterion, 'left behind')).toBe('Expected no tensor to be left after scoring, got 6.');
  tf.dispose(kept);
});

test('the kit catches a need that is listed and not read', async () => {
  const criterion = defineCriterion({
    name: 'greedy',
    needs: ['featureMap', 'gateGradient'],
    perExample: ({featureMap: z}) => z.mean(1)
  });
  expect(await verdict(criterion, '`needs`')).toBe(
    'Expected criterion "greedy" to read `gateGradient`, which it lists in `needs`; it does not.'
  );
});

test('reading what `needs` does not list fails', async () => {
  const criterion = defineCriterion({
    name: 'nosy',
    needs: ['featureMap'],
    perExample: evidence => (evidence as unknown as {gateGradient: tf.Tensor2D}).gateGradient
  });
  expect(await verdict(criterion, 'one score a unit')).toBe(
    'Criterion "nosy" read `gateGradient`, but does not list it in `needs`.'
  );
});

test('a wrong shape is refused with the criterion, the group and both shapes', async () => {
  const criterion = defineCriterion({
    name: 'misshapen',
    needs: ['featureMap'],
    perExample: ({featureMap: z}) => z.mean(2)
  });
  expect(await verdict(criterion, 'one score a unit')).toBe(
    'Expected `perExample` of criterion "misshapen" to return [8, 5] (examples, units) for group "conv1", got [8, 36].'
  );
});
