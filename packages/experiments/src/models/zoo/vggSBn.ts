import {vggLayers} from './vgg.ts';
import {images, type ZooNetwork} from './zooNetwork.ts';

/** `vgg-s` with batch normalization between each convolution and its ReLU. */
export const vggSBn: ZooNetwork = {
  name: 'vgg-s-bn',
  summary: 'vgg-s with batch normalization between convolution and ReLU',
  source: 'after Simonyan and Zisserman 2015, arXiv:1409.1556',
  input: images(8),
  inputShape: [32, 32, 3],
  classes: 10,
  layers: classes => vggLayers([32, 32, 'M', 64, 64, 'M', 128, 128, 'M'], classes, {normalized: true})
};
