import {buildNetwork, type Network} from '@espalier/core';
import {unknownName} from '../../text/nearest.ts';
import {ModelError} from '../ModelError.ts';
import {lenet} from './lenet.ts';
import {vggS} from './vggS.ts';
import {vggSBn} from './vggSBn.ts';
import {vggXs} from './vggXs.ts';
import type {ZooNetwork} from './zooNetwork.ts';

const ZOO: readonly ZooNetwork[] = [lenet, vggS, vggSBn, vggXs];

/** Names of the networks that an experiment can be built on. */
export function zooNames(): readonly string[] {
  return ZOO.map(({name}) => name);
}

/** Shape of one image for which the network was made. */
export function zooInputShape(name: string): readonly number[] {
  return findNetwork(name).inputShape;
}

function findNetwork(name: string): ZooNetwork {
  const found = ZOO.find(network => network.name === name);
  if (!found) throw new ModelError(unknownName('network', name, zooNames()));
  return found;
}

export interface ZooOptions {
  /** Shape of one image, [height, width, channels]. */
  readonly inputShape: readonly number[];
  readonly classes: number;
  /** Of the initial weights. */
  readonly seed: number;
}

/** A network of the zoo with new weights, fitted to the data's input size and classes. The caller disposes it. */
export function buildZooNetwork(name: string, {inputShape, classes, seed}: ZooOptions): Network {
  const {layers} = findNetwork(name);
  try {
    return buildNetwork({name, inputShape, layers: layers(classes), seed});
  } catch (cause) {
    const shape = `[${inputShape.join(', ')}]`;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ModelError(`Network ${name} does not fit inputs of shape ${shape}: ${reason}`, {cause});
  }
}
