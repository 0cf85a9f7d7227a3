import type {NetworkNode} from './network.ts';

/** The one node that reads a node's output, once, for all nodes of which that is true; those in `keep` are read elsewhere. */
export function soleReaders(nodes: readonly NetworkNode[], keep: ReadonlySet<string>): Map<string, NetworkNode> {
  const readers = new Map<string, NetworkNode>();
  const shared = new Set(keep);
  for (const node of nodes) {
    for (const id of node.inputs) {
      if (readers.has(id)) shared.add(id);
      readers.set(id, node);
    }
  }
  shared.forEach(id => readers.delete(id));
  return readers;
}
