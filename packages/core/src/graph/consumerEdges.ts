import type {Network} from './network.ts';
import type {Group, Structure} from './structure.ts';
import {unitColumns, type UnitColumns} from './unitColumns.ts';

/** A place where a kernel reads units: the same tensor may carry several groups (behind Concatenate). */
export interface ConsumerEdge {
  readonly key: string;
  readonly node: string;
  readonly input: number;
  /** Node whose output is read. */
  readonly source: string;
  readonly groups: readonly {readonly group: Group; readonly columns: UnitColumns}[];
}

export function edgeKey(node: string, input: number): string {
  return `${node}:${input}`;
}

/** All consumer edges of a network by key, in the order of the nodes. */
export function consumerEdges(network: Network, structure: Structure): Map<string, ConsumerEdge> {
  const edges = new Map<string, ConsumerEdge>();
  for (const node of network.nodes) {
    node.inputs.forEach((source, input) => {
      const labels = structure.channels.get(source)!;
      const groups = structure.groups
        .filter(group => group.consumers.some(consumer => consumer.node === node.id && consumer.input === input))
        .map(group => ({group, columns: unitColumns(labels, group)}));
      const key = edgeKey(node.id, input);
      if (groups.length > 0) edges.set(key, {key, node: node.id, input, source, groups});
    });
  }
  return edges;
}
