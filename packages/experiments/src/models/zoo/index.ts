import {buildNetwork, planNetwork, type Network} from '@espalier/core';
import {unknownName} from '../../text/nearest.ts';
import {ModelError} from '../ModelError.ts';
import {alexnet} from './alexnet.ts';
import {checkInput} from './checkInput.ts';
import {resnet20, resnet56} from './cifarResnet.ts';
import {convGru} from './convGru.ts';
import {efficientNetLite0} from './efficientNetLite0.ts';
import {lenet} from './lenet.ts';
import {mlp} from './mlp.ts';
import {mobilenetV2} from './mobilenetV2.ts';
import {r3dCnn} from './r3dCnn.ts';
import {resnet50} from './resnet50.ts';
import {textCnn} from './textCnn.ts';
import {vgg16} from './vgg16.ts';
import {vgg16Trunk} from './vgg16Trunk.ts';
import {vggS} from './vggS.ts';
import {vggSBn} from './vggSBn.ts';
import {vggXs} from './vggXs.ts';
import type {ZooNetwork} from './zooNetwork.ts';

/** The networks that an experiment can be built on, small ones first. */
export const ZOO: readonly ZooNetwork[] = [
  lenet,
  vggS,
  vggSBn,
  vggXs,
  resnet20,
  resnet56,
  alexnet,
  vgg16,
  vgg16Trunk,
  resnet50,
  mobilenetV2,
  efficientNetLite0,
  textCnn,
  convGru,
  r3dCnn,
  mlp
];

/** Names of the networks that an experiment can be built on. */
export function zooNames(): readonly string[] {
  return ZOO.map(({name}) => name);
}

/** The network of that name. Throws a ModelError that lists the names where there is none. */
export function findZooNetwork(name: string): ZooNetwork {
  const found = ZOO.find(network => network.name === name);
  if (!found) throw new ModelError(unknownName('network', name, zooNames()));
  return found;
}

/** Throws a ModelError where a network has no base width that could be another, or none such can be. */
export function checkWidth(name: string, width: number): void {
  if (findZooNetwork(name).width === undefined) {
    const others = ZOO.filter(network => network.width !== undefined).map(network => network.name);
    throw new ModelError(
      `Expected a network that has a base width for the width ${width}, got ${name}, whose sizes are fixed. ` +
        `Networks with one: ${others.join(', ')}.`
    );
  }
  if (!Number.isInteger(width) || width < 1) {
    throw new ModelError(`Expected the width of ${name} to be a whole number of at least 1, got ${width}.`);
  }
}

export interface ZooShape {
  /** Shape of one example; the network's usual one unless given. */
  readonly inputShape?: readonly number[];
  /** Those of the network's own data set unless given. */
  readonly classes?: number;
  /** Base width, of which the sizes of layers are multiples; the network's own unless given. */
  readonly width?: number;
}

export interface ZooOptions extends ZooShape {
  /** Of the initial weights. */
  readonly seed: number;
}

/** A network of the zoo with new weights, fitted to the data's input size and classes. The caller disposes it. */
export function buildZooNetwork(name: string, {seed, ...shape}: ZooOptions): Network {
  return fitted(name, shape, plan => buildNetwork({...plan, seed}));
}

/** The layers of a network of the zoo, without weights. */
export function planZooNetwork(name: string, shape: ZooShape = {}): Network {
  return fitted(name, shape, planNetwork);
}

function fitted(name: string, shape: ZooShape, build: typeof planNetwork): Network {
  const network = findZooNetwork(name);
  const {inputShape = network.inputShape, classes = network.classes, width} = shape;
  if (width !== undefined) checkWidth(name, width);
  try {
    checkInput(network, inputShape);
    return build({name, inputShape, layers: network.layers(classes, inputShape, width)});
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ModelError(`Network ${name} does not fit inputs of shape [${inputShape.join(', ')}]: ${reason}`, {cause});
  }
}
