import {sixConvolutions, vggLayers} from './vgg.ts';
import {images, type ZooNetwork} from './zooNetwork.ts';

/** Own base width. */
const WIDTH = 32;

/** `vgg-s` with batch normalization between each convolution and its ReLU. */
export const vggSBn: ZooNetwork = {
  name: 'vgg-s-bn',
  summary: 'vgg-s with batch normalization between convolution and ReLU',
  source: 'after Simonyan and Zisserman 2015, arXiv:1409.1556',
  input: images(8),
  inputShape: [32, 32, 3],
  classes: 10,
  width: WIDTH,
  layers: (classes, _inputShape, width = WIDTH) => vggLayers(sixConvolutions(width), classes, {normalized: true})
};
