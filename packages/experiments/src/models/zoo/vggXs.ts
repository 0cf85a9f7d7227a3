import {sixConvolutions, vggLayers} from './vgg.ts';
import {images, type ZooNetwork} from './zooNetwork.ts';

/** Own base width. */
const WIDTH = 16;

/** `vgg-s` at half its width: 224 units, about a quarter of the work. */
export const vggXs: ZooNetwork = {
  name: 'vgg-xs',
  summary: 'vgg-s at half its width',
  source: 'after Simonyan and Zisserman 2015, arXiv:1409.1556',
  input: images(8),
  inputShape: [32, 32, 3],
  classes: 10,
  width: WIDTH,
  layers: (classes, _inputShape, width = WIDTH) => vggLayers(sixConvolutions(width), classes)
};
