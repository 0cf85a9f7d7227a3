import {unknownName} from '../../text/nearest.ts';
import {ModelError} from '../ModelError.ts';
import type {Architecture} from './architecture.ts';
import {efficientNetLite0} from './efficientNetLite0.ts';
import {mobilenetV2, resnet50} from './torchvision.ts';
import {vgg16, vgg16Trunk} from './vgg16.ts';

const ARCHITECTURES: readonly Architecture[] = [efficientNetLite0, mobilenetV2, resnet50, vgg16, vgg16Trunk];

/** Names of the networks whose weights can be imported without a model around them. */
export function architectureNames(): readonly string[] {
  return ARCHITECTURES.map(({name}) => name);
}

/** The architecture of that name. Throws a ModelError that lists the names where there is none. */
export function findArchitecture(name: string): Architecture {
  const found = ARCHITECTURES.find(architecture => architecture.name === name);
  if (found) return found;
  const why =
    name === 'alexnet'
      ? " The zoo's alexnet has two towers as in the paper; torchvision's network of that name has one."
      : '';
  throw new ModelError(`${unknownName('network to import weights for', name, architectureNames())}${why}`);
}
