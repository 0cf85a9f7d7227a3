import {expect, test} from 'vitest';
import {settingsSchema} from './experiment.ts';

const settingsOf = (dataset: object) => settingsSchema.safeParse({dataset, model: {zoo: 'lenet'}});

test('keys of image data stand in the settings only where they are given, so that earlier records keep their keys', () => {
  expect(settingsOf({name: 'digits'}).data?.dataset).toEqual({name: 'digits'});
  const dataset = {
    name: 'birds-200',
    images: {size: 96, resize: 110, crop: 'centre', flip: false, normalize: 'imagenet'},
    trainOn: 'train+validation'
  };
  expect(settingsOf(dataset).data?.dataset).toEqual(dataset);
  const numbers = {name: 'x', images: {normalize: {mean: [1, 2, 3], std: [4, 5, 6], bgr: true}}};
  expect(settingsOf(numbers).data?.dataset).toEqual(numbers);
});

test.each([
  [{crop: 'middle'}, 'one of random, centre'],
  [{size: 0}, 'a whole number of at least 1'],
  [{normalize: 'vgg'}, 'one of unit, symmetric, imagenet, caffe, hed, efficientnet-lite, or {mean: [R, G, B]'],
  [{flip: 'yes'}, 'true or false']
])('%o is refused', (images, message) => {
  const issues = settingsOf({name: 'x', images})
    .error?.issues.map(issue => issue.message)
    .join();
  expect(issues).toContain(message);
});
