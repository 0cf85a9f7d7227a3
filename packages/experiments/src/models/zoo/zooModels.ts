import {countFlops, countParameters, findStructure} from '@espalier/core';
import {PUBLISHED} from '../published/publishedWeights.ts';
import {planZooNetwork, ZOO} from './index.ts';
import type {ZooNetwork} from './zooNetwork.ts';

/** A network of the zoo at its usual input and classes, as `espalier models` lists it. */
export interface ZooModel extends Pick<ZooNetwork, 'name' | 'summary' | 'source' | 'inputShape' | 'classes'> {
  /** Convolution channels that can be removed; dense units of networks that have none. */
  readonly units: number;
  /** Weights, moving statistics included. */
  readonly parameters: number;
  /** For one example; a multiply-add counts 2. */
  readonly flops: number;
  /** License of the published weights, where there are some (`espalier models get`). */
  readonly weights?: string;
}

/** All networks of the zoo with their sizes, which are counted on the layers: no weights are made. */
export function zooModels(): readonly ZooModel[] {
  return ZOO.map(({name, summary, source, inputShape, classes, units: kinds}) => {
    const network = planZooNetwork(name);
    const {units} = findStructure(network, {units: kinds});
    const [parameters, flops] = [countParameters(network), countFlops(network)];
    const weights = PUBLISHED.find(published => published.name === name)?.license;
    return {name, summary, source, inputShape, classes, units, parameters, flops, ...(weights && {weights})};
  });
}
