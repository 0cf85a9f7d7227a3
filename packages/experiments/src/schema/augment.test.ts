import {expect, test} from 'vitest';
import {settingsSchema} from './experiment.ts';

const settingsOf = (augment?: object) =>
  settingsSchema.safeParse({dataset: {name: 'basic-motions', ...(augment && {augment})}, model: {zoo: 'conv-gru'}});

test('how sequences are varied is kept as given, and no key where it is not', () => {
  expect(settingsOf({length: 0.1, jitter: 0.05}).data?.dataset).toEqual({
    name: 'basic-motions',
    augment: {length: 0.1, jitter: 0.05}
  });
  expect(settingsOf().data?.dataset).toEqual({name: 'basic-motions'});
});

test.each([
  [{length: 1}, 'a number of at least 0 and below 1'],
  [{warp: -0.1}, 'a number of at least 0 and below 1'],
  [{scale: -1}, 'a number of at least 0'],
  [{jitter: 'much'}, 'a number of at least 0']
])('%o is refused', (augment, message) => {
  expect(settingsOf(augment).error?.issues.map(issue => issue.message)).toEqual([message]);
});
