import type {InspectedLayer} from './inspectionDocument.ts';

type Call = Pick<InspectedLayer, 'node' | 'inputs' | 'activationBytes'>;

/**
 * The most bytes that outputs take at once when the calls run one by one, in order: a call's output lives from that
 * call to its last reader, and outputs of the network live to the end. Every output counts as memory of its own, also
 * where an engine would write over its input (ReLU) or share it (Flatten). (ours)
 */
export function peakActivationBytes(calls: readonly Call[], outputs: readonly string[]): number {
  const last = new Map(calls.map(({node}, i) => [node, i]));
  calls.forEach(({inputs}, i) => inputs.forEach(id => last.set(id, i)));
  outputs.forEach(id => last.set(id, calls.length));
  const bytes = new Map(calls.map(({node, activationBytes}) => [node, activationBytes]));
  let [live, peak] = [0, 0];
  calls.forEach(({node, inputs, activationBytes}, i) => {
    live += activationBytes;
    peak = Math.max(peak, live);
    for (const id of new Set([node, ...inputs])) if (last.get(id) === i) live -= bytes.get(id) ?? 0;
  });
  return peak;
}
