import {sixConvolutions, vggLayers} from './vgg.ts';
import {images, type ZooNetwork} from './zooNetwork.ts';

/** Own base width. */
const WIDTH = 32;

/** Six convolutions of 32 to 128 filters: 448 units. */
export const vggS: ZooNetwork = {
  name: 'vgg-s',
  summary: 'six 3 × 3 convolutions of 32, 64 and 128 filters, one dense layer',
  source: 'after Simonyan and Zisserman 2015, arXiv:1409.1556',
  input: images(8),
  inputShape: [32, 32, 3],
  classes: 10,
  width: WIDTH,
  layers: (classes, _inputShape, width = WIDTH) => vggLayers(sixConvolutions(width), classes)
};
