import {classifier, globalAverage} from './layerPlans.ts';
import {vgg16Convolutions} from './vgg16.ts';
import {images, type ZooNetwork} from './zooNetwork.ts';

/** VGG-16 up to its last convolution, which a dense layer reads through a global average: for transfer learning. */
export const vgg16Trunk: ZooNetwork = {
  name: 'vgg-16-trunk',
  summary: "vgg-16's convolutions, a global average and one dense layer",
  source: 'after Simonyan and Zisserman 2015, arXiv:1409.1556',
  input: images(16),
  inputShape: [224, 224, 3],
  classes: 1000,
  layers: classes => [...vgg16Convolutions().slice(0, -1), globalAverage(), classifier(classes)]
};
