import {FROZEN, type Producer, type Trace} from './traceChannels.ts';

/** Units of a group before they are numbered: neighbouring channels of one kernel that are tied to the same others. */
export interface Range {
  readonly producer: Producer;
  /** First channel of the producer. */
  readonly start: number;
  /** The set of each unit, in the order of the producer's channels. */
  readonly roots: number[];
  /** Nodes whose kernels make the units' channels. */
  readonly key: string;
}

/** The groups of a network, in the order of their first kernels. */
export function findRanges({producers, sets}: Trace): Range[] {
  const makers = new Map<number, string[]>();
  for (const {node, first, size} of producers) {
    for (let label = first; label < first + size; label++) {
      const root = sets.find(label);
      if (root === FROZEN) continue; // thousands of dense channels, whose makers nobody asks for
      const layers = makers.get(root);
      if (layers) layers.push(node.layer);
      else makers.set(root, [node.layer]);
    }
  }
  const ranges: Range[] = [];
  const seen = new Set<number>([FROZEN]);
  for (const producer of producers) {
    let last: Range | undefined;
    for (let channel = 0; channel < producer.size; channel++) {
      const root = sets.find(producer.first + channel);
      if (seen.has(root)) {
        last = undefined;
        continue;
      }
      seen.add(root);
      const key = makers.get(root)!.join('|');
      if (last?.key === key) {
        last.roots.push(root);
      } else {
        ranges.push((last = {producer, start: channel, roots: [root], key}));
      }
    }
  }
  return ranges;
}
