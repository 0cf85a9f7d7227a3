import {vggLayers} from './vgg.ts';
import type {ZooNetwork} from './zooNetwork.ts';

/** `vgg-s` with batch normalization between each convolution and its ReLU. */
export const vggSBn: ZooNetwork = {
  name: 'vgg-s-bn',
  inputShape: [32, 32, 3],
  layers: classes => vggLayers([32, 32, 'M', 64, 64, 'M', 128, 128, 'M'], classes, {batchNorm: true})
};
