import {aeonSets} from './aeonSets.ts';
import {breastCancer} from './breastCancer.ts';
import {cifar10} from './cifar10.ts';
import type {StoredClips} from './clips/storedClips.ts';
import type {DataSource, StoredData, StoredImages} from './dataSource.ts';
import {digits} from './digits.ts';
import {fashionMnist} from './fashionMnist.ts';
import {birds} from './loaders/birds.ts';
import {flowers} from './loaders/flowers.ts';
import {imagenet} from './loaders/imagenet.ts';
import {tinyImagenet} from './loaders/tinyImagenet.ts';
import {medMnistSets} from './medMnistSets.ts';
import {mnist} from './mnist.ts';
import {nvGesture} from './nvGesture.ts';
import {photographs} from './photographs.ts';
import {spamAssassin} from './spamAssassin.ts';

/** Every data set that has a name. A new one is a file and a line here. */
export const dataSources: readonly DataSource<StoredData | StoredImages | StoredClips>[] = [
  digits,
  fashionMnist,
  mnist,
  cifar10,
  imagenet,
  tinyImagenet,
  birds,
  flowers,
  photographs,
  spamAssassin,
  breastCancer,
  ...medMnistSets,
  ...aeonSets,
  ...nvGesture
];

/** Registered names in alphabetical order. */
export function dataSetNames(): string[] {
  return dataSources.map(({name}) => name).sort();
}
