import {
  activationBytes,
  countFlops,
  countParameters,
  findStructure,
  inferShapes,
  nodeFlops,
  smallestSize,
  unitFlops,
  type Group,
  type Network,
  type Size
} from '@espalier/core';
import {VERSION} from '../version.ts';
import {withModel} from './withModel.ts';

export interface InspectedLayer {
  readonly name: string;
  readonly type: string;
  /** Output shape of one example. */
  readonly shape: readonly number[];
  readonly parameters: number;
  readonly flops: number;
  /** Why its channels are no units, where they could have been. */
  readonly frozen?: string;
}

export interface InspectedGroup {
  readonly name: string;
  /** Members that have kernels. */
  readonly layers: readonly string[];
  readonly units: number;
  /** What makes these layers shrink together. */
  readonly reason: string;
  /** Nodes whose kernels read the units. */
  readonly consumers: readonly string[];
  readonly positions: number;
  /** Of one unit's own kernels. */
  readonly mflopsPerUnit: number;
}

/** `inspect --json`. */
export interface InspectionDocument {
  readonly format: 'espalier.inspection/1';
  readonly espalier: string;
  readonly model: {readonly path: string; readonly sha256: string};
  readonly layers: readonly InspectedLayer[];
  readonly groups: readonly InspectedGroup[];
  readonly units: number;
  readonly parameters: number;
  readonly flops: number;
  /** Bytes of all layers' outputs for one example. */
  readonly activationBytes: number;
  /** What is left with one unit in every group, and that as a fraction of the whole. */
  readonly smallest: {readonly size: Size; readonly fraction: Size};
}

export type NetworkDescription = Omit<InspectionDocument, 'model'>;

/** `espalier inspect`: layers, groups and why they are coupled, sizes, and how far pruning could go. */
export async function inspectModel(
  path: string,
  options: {readonly inputShape?: readonly number[]} = {}
): Promise<InspectionDocument> {
  return withModel(
    path,
    ({network, sha256}) => Promise.resolve({...describeNetwork(network), model: {path, sha256}}),
    options
  );
}

/** What `inspect` says of a network, wherever it comes from. */
export function describeNetwork(network: Network): NetworkDescription {
  const structure = findStructure(network);
  const costs = unitFlops(network, structure);
  const [parameters, flops] = [countParameters(network), countFlops(network)];
  const size = smallestSize(network);
  const fraction = {
    units: structure.units === 0 ? 1 : size.units / structure.units,
    parameters: size.parameters / parameters,
    flops: flops === 0 ? 1 : size.flops / flops
  };
  return {
    format: 'espalier.inspection/1',
    espalier: VERSION,
    layers: describeLayers(network, structure.frozen),
    groups: structure.groups.map(group => describeGroup(group, costs)),
    units: structure.units,
    parameters,
    flops,
    activationBytes: activationBytes(network),
    smallest: {size, fraction}
  };
}

function describeLayers(network: Network, frozen: ReadonlyMap<string, string>): InspectedLayer[] {
  const shapes = inferShapes(network);
  const flops = nodeFlops(network);
  return network.nodes.map(({id, layer}) => ({
    name: layer,
    type: network.layers.get(layer)?.type ?? '',
    shape: shapes.get(id) ?? [],
    parameters: [...network.weights].reduce(
      (sum, [name, tensor]) => (name.startsWith(`${layer}/`) ? sum + tensor.size : sum),
      0
    ),
    flops: flops.get(id) ?? 0,
    frozen: frozen.get(layer)
  }));
}

function describeGroup(group: Group, costs: Float64Array): InspectedGroup {
  const {name, layers, size, first, consumers, positions} = group;
  return {
    name,
    layers,
    units: size,
    reason:
      layers.length > 1
        ? `${layers.join(', ')} write or pass on the same channels`
        : 'alone: no layer shares its channels',
    consumers: consumers.map(({node}) => node),
    positions,
    mflopsPerUnit: costs[first] ?? 0
  };
}
