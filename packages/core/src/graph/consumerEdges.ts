import {edgeKey} from './kernelReads.ts';
import type {Group, Structure} from './structure.ts';
import {unitColumns, type UnitColumns} from './unitColumns.ts';

/** A place where a kernel reads units: the same tensor may carry several groups (behind Concatenate). */
export interface ConsumerEdge {
  readonly key: string;
  readonly groups: readonly {readonly group: Group; readonly columns: UnitColumns}[];
}

/** All consumer edges of a network by key, in the order of the nodes. */
export function consumerEdges({reads, groups}: Structure): Map<string, ConsumerEdge> {
  const readers = new Map<string, Group[]>();
  for (const group of groups) {
    for (const {node, port} of group.consumers) {
      const key = edgeKey(node, port);
      readers.set(key, [...(readers.get(key) ?? []), group]);
    }
  }
  return new Map(
    [...reads].flatMap(([key, {units}]) => {
      const read = (readers.get(key) ?? []).map(group => ({group, columns: unitColumns(units, group)}));
      return read.length > 0 ? [[key, {key, groups: read}] as const] : [];
    })
  );
}
