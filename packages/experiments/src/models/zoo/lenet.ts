import {classifier, convolution, dense, flatten, maxPool} from './layerPlans.ts';
import {images, type ZooNetwork} from './zooNetwork.ts';

/**
 * LeNet as Caffe ships it, with ReLU after both convolutions, and padded so that 8 × 8 images fit: 70 units.
 *
 * Source: LeCun et al., Proceedings of the IEEE 86(11), 1998.
 */
export const lenet: ZooNetwork = {
  name: 'lenet',
  summary: 'LeNet as Caffe ships it, with ReLU after both convolutions, padded',
  source: 'LeCun et al. 1998',
  input: images(4),
  inputShape: [28, 28, 1],
  classes: 10,
  layers: classes => [
    convolution('conv1', 20, 5),
    maxPool('pool1'),
    convolution('conv2', 50, 5),
    maxPool('pool2'),
    flatten(),
    dense('dense1', 500),
    classifier(classes)
  ]
};
