import {
  activationBytes,
  countFlops,
  countParameters,
  findStructure,
  removeUnits,
  unitFlops,
  type Group,
  type Network,
  type Structure,
  type StructureOptions
} from '@espalier/core';
import {VERSION} from '../version.ts';
import {describeLayers} from './describeLayers.ts';
import type {InspectedGroup, InspectedSize, NetworkDescription} from './inspectionDocument.ts';
import {peakActivationBytes} from './peakActivationBytes.ts';

/** What `inspect` says of a network, wherever it comes from. */
export function describeNetwork(network: Network, options: StructureOptions = {}): NetworkDescription {
  const structure = findStructure(network, options);
  const costs = unitFlops(network, structure);
  const layers = describeLayers(network, structure);
  const size = sizeOf(network, structure.units);
  const smallest = sizeOf(smallestNetwork(network, structure), structure.groups.length);
  return {
    format: 'espalier.inspection/1',
    espalier: VERSION,
    layers,
    groups: structure.groups.map(group => describeGroup(group, costs)),
    ...size,
    peakActivationBytes: peakActivationBytes(layers, network.outputs),
    smallest: {size: smallest, fraction: fractionOf(smallest, size)}
  };
}

function describeGroup(group: Group, costs: Float64Array): InspectedGroup {
  const {name, layers, size, first, consumers, positions, ties} = group;
  return {
    name,
    layers,
    units: size,
    reason: ties.length > 0 ? ties.join('; ') : 'alone: no layer shares its channels',
    ties,
    consumers: [...new Set(consumers.map(({node}) => node))],
    positions,
    mflopsPerUnit: costs[first] ?? 0
  };
}

function sizeOf(network: Network, units: number): InspectedSize {
  return {
    units,
    parameters: countParameters(network),
    flops: countFlops(network),
    activationBytes: activationBytes(network)
  };
}

/** Layers with one unit left in every group, without weights. */
function smallestNetwork(network: Network, structure: Structure): Network {
  const shadow: Network = {...network, layers: new Map(network.layers), weights: new Map()};
  const gone = structure.groups.flatMap(({first, size}) => Array.from({length: size - 1}, (_, i) => first + 1 + i));
  removeUnits(shadow, structure, gone);
  return shadow;
}

function fractionOf(part: InspectedSize, whole: InspectedSize): InspectedSize {
  const fraction = (key: keyof InspectedSize) => (whole[key] === 0 ? 1 : part[key] / whole[key]);
  return {
    units: fraction('units'),
    parameters: fraction('parameters'),
    flops: fraction('flops'),
    activationBytes: fraction('activationBytes')
  };
}
