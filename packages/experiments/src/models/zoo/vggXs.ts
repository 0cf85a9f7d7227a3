import {vggLayers} from './vgg.ts';
import type {ZooNetwork} from './zooNetwork.ts';

/** `vgg-s` at half its width: 224 units, about a quarter of the work. */
export const vggXs: ZooNetwork = {
  name: 'vgg-xs',
  inputShape: [32, 32, 3],
  layers: classes => vggLayers([16, 16, 'M', 32, 32, 'M', 64, 64, 'M'], classes)
};
