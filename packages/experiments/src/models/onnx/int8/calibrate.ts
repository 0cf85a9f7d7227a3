import {tf} from '@espalier/backend';
import {batchesOf, fittingBatch, forward, type Examples, type Network} from '@espalier/core';

export interface Range {
  readonly min: number;
  readonly max: number;
}

export interface CalibrateOptions {
  /** Share of the values to cover, in (0, 100]: half of the rest is cut off at either end. 100 takes the extremes. */
  readonly percentile?: number;
}

const BINS = 2048;
const MOST_EXAMPLES = 32;

/** The range of what every node makes of the examples. */
export async function calibrate(
  network: Network,
  examples: Examples,
  {percentile = 100}: CalibrateOptions = {}
): Promise<Map<string, Range>> {
  const extremes = new Map<string, Range>();
  await look(network, examples, (id, values) => {
    const [min, max] = tf.tidy(() => [tf.min(values).dataSync()[0]!, tf.max(values).dataSync()[0]!] as const);
    const {min: low, max: high} = extremes.get(id) ?? {min, max};
    extremes.set(id, {min: Math.min(low, min), max: Math.max(high, max)});
  });
  if (percentile === 100) return extremes;
  const counts = new Map([...extremes.keys()].map(id => [id, new Float64Array(BINS)]));
  await look(network, examples, (id, values) => {
    const {min, max} = extremes.get(id)!;
    const [own, scale] = [counts.get(id)!, max > min ? BINS / (max - min) : 0];
    for (const value of values.dataSync<'float32'>()) own[Math.min(Math.floor((value - min) * scale), BINS - 1)]! += 1;
  });
  return new Map([...extremes].map(([id, range]) => [id, covering(range, counts.get(id)!, percentile)]));
}

/** Runs all examples, a few at a time, and shows what each node makes of them. */
async function look(network: Network, examples: Examples, see: (id: string, values: tf.Tensor) => void): Promise<void> {
  const ids = network.nodes.map(({id}) => id).filter(id => !network.inputs.includes(id));
  const all = Array.from({length: examples.size}, (_, i) => i);
  for await (const {x, more = []} of batchesOf(examples, all, Math.min(fittingBatch(network), MOST_EXAMPLES))) {
    const known = new Map([x, ...more].map((tensor, i) => [network.inputs[i]!, tensor]));
    known.forEach((tensor, id) => see(id, tensor));
    tf.tidy(() => forward(network, known, ids).forEach((tensor, id) => see(id, tensor)));
  }
}

/** The range from which half of what is not covered is cut off at either end, in whole bins. */
function covering({min, max}: Range, counts: Float64Array, percentile: number): Range {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const spare = (total * (100 - percentile)) / 200;
  const cut = (ordered: Float64Array) => {
    let bins = 0;
    for (let seen = ordered[0]!; seen <= spare; seen += ordered[bins]!) bins++;
    return bins;
  };
  const width = (max - min) / BINS;
  return {min: min + cut(counts) * width, max: max - cut(counts.toReversed()) * width};
}
