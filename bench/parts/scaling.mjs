// Scaling: how cost and memory grow with units, depth, image size, batch and examples, one size varied at a time.
import {espalierSide} from '../harness/sides.mjs';
import {withContenders} from '../harness/contender.mjs';
import {markdownTable, milliseconds} from '../harness/markdown.mjs';
import {median} from '../harness/statistics.mjs';

const OPERATIONS = ['scoring', 'pruning step', 'oracle', 'removal', 'structure'];
const BASE = {units: 16, depth: 4, image: 16, batch: 32, examples: 128};
const VARIED = {
  units: [8, 16, 32, 64, 128],
  depth: [2, 4, 8, 16, 32],
  image: [8, 16, 32, 64],
  batch: [8, 16, 32, 64, 128],
  examples: [64, 128, 256, 512]
};
/** Sizes that an operation does not see. */
const BLIND = {
  removal: ['image', 'batch', 'examples'],
  structure: ['image', 'batch', 'examples'],
  'pruning step': ['examples']
};

export async function run({quick, threads, log}) {
  const series = [];
  for (const operation of OPERATIONS) {
    for (const [size, values] of Object.entries(VARIED)) {
      if (BLIND[operation]?.includes(size)) continue;
      const points = [];
      for (const value of quick ? values.slice(0, 2) : values) {
        points.push({value, ...(await measure(operation, {...BASE, [size]: value}, {quick, threads}))});
      }
      const end = points.slice(-3);
      series.push({operation, size, growth: exponent(end, 'seconds'), needed: exponent(end, 'work'), points});
      log(`${operation} by ${size}: ${points.map(({seconds}) => `${(1000 * seconds).toFixed(1)} ms`).join(', ')}`);
    }
  }
  return {base: BASE, series};
}

/** In a process of its own, whose memory holds nothing else. */
async function measure(operation, sizes, {quick, threads}) {
  const side = espalierSide('scaling.mjs', {threads});
  return withContenders([side], async ({ask}) => {
    const found = await ask('measure', {operation, sizes, repeats: quick ? 1 : 5});
    return {...found, seconds: median(found.seconds)};
  });
}

/** Power of the size with which a quantity grows over the largest points. */
function exponent(points, key) {
  const [before, after] = [points[0], points.at(-1)];
  return Math.log(after[key] / before[key]) / Math.log(after.value / before.value);
}

export function table({series}) {
  const rows = series.map(({operation, size, growth, needed, points}) => {
    const [first, last] = [points[0], points.at(-1)];
    const ms = ({seconds}) => milliseconds(seconds);
    const memory = ({peakMiB, beforeMiB}) => `${Math.max(0, peakMiB - beforeMiB).toFixed(0)} MiB`;
    return [
      ...[operation, `${size} ${first.value} to ${last.value}`, `${ms(first)} to ${ms(last)}`],
      ...[`${memory(first)} to ${memory(last)}`, growth.toFixed(1), needed.toFixed(1)]
    ];
  });
  return markdownTable(
    ['operation', 'size', '>time', '>memory on top', '>power at the end', '>power of its arithmetic'],
    rows
  );
}
