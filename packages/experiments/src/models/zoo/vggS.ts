import {vggLayers} from './vgg.ts';
import type {ZooNetwork} from './zooNetwork.ts';

/** Six convolutions of 32 to 128 filters: 448 units. */
export const vggS: ZooNetwork = {
  name: 'vgg-s',
  inputShape: [32, 32, 3],
  layers: classes => vggLayers([32, 32, 'M', 64, 64, 'M', 128, 128, 'M'], classes)
};
