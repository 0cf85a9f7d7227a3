import {inferShapes, nodeFlops, weightSpecs, type Group, type Network, type Structure} from '@espalier/core';
import type {CarriedGroup, InspectedLayer} from './inspectionDocument.ts';

const FLOAT_BYTES = 4;

/** One entry a call, in topological order. */
export function describeLayers(network: Network, structure: Structure): InspectedLayer[] {
  const shapes = inferShapes(network);
  const flops = nodeFlops(network);
  const parameters = parametersByLayer(network);
  const groupOf = groupsByUnit(structure);
  const seen = new Set<string>();
  return network.nodes.map(({id, layer, inputs}) => {
    const again = seen.has(layer);
    seen.add(layer);
    const shape = shapes.get(id) ?? [];
    return {
      name: layer,
      node: id,
      type: network.layers.get(layer)?.type ?? '',
      inputs,
      shape,
      parameters: again ? 0 : (parameters.get(layer) ?? 0),
      flops: flops.get(id) ?? 0,
      activationBytes: FLOAT_BYTES * shape.reduce((product, side) => product * side, 1),
      groups: carriedGroups(structure.channels.get(id), groupOf),
      frozen: structure.frozen.get(layer)
    };
  });
}

function parametersByLayer(network: Network): Map<string, number> {
  const counts = new Map<string, number>();
  for (const {node, spec} of weightSpecs(network)) {
    counts.set(node.layer, (counts.get(node.layer) ?? 0) + spec.shape.reduce((product, side) => product * side, 1));
  }
  return counts;
}

function groupsByUnit({groups, units}: Structure): readonly Group[] {
  const byUnit = new Array<Group>(units);
  for (const group of groups) byUnit.fill(group, group.first, group.first + group.size);
  return byUnit;
}

function carriedGroups(channels: Int32Array = new Int32Array(), groupOf: readonly Group[]): CarriedGroup[] {
  const counts = new Map<string, number>();
  for (const unit of channels) {
    const name = groupOf[unit]?.name;
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => ({name, channels: count}));
}
