// Accuracy of the whole loop (`loop.mjs`) over many seeds: ours against the same loop in PyTorch, from the same weights and
// minibatches. Nothing is timed, so the load of the machine leaves no trace.
import {meanInterval} from '../../reports/dist/statistics/meanInterval.js';
import {runLoops, startsOf, UNITS} from '../harness/loops.mjs';
import {digits, markdownTable} from '../harness/markdown.mjs';
import {target} from '../harness/target.mjs';

export const needsPython = true;
const SLOTS = [['espalier'], ['faithful']];

export async function run(context) {
  const seeds = Array.from({length: context.seeds ?? (context.quick ? 2 : 10)}, (_, seed) => seed);
  const {missing, recipe, note, starts, base} = await startsOf(context, seeds);
  if (missing) return {skipped: missing};
  const pairs = [];
  for (const start of starts) {
    pairs.push(await runLoops(context, recipe, start, SLOTS));
    context.log(`accuracy: ${pairs.length} of ${seeds.length} seeds`);
  }
  const looks = pairs[0][0].points.map((_point, i) => compare(pairs.map(pair => pair.map(({points}) => points[i]))));
  const alike = pairs.map(([ours, theirs]) => removalsAlike(ours.sizes, theirs.sizes));
  const overall = meanInterval(pairs.map((_pair, seed) => mean(looks.map(({differences}) => differences[seed]))));
  return {recipe, seeds, note, base, alike, overall, looks, targets: looks.flatMap(aimsOf)};
}

/** One look at the accuracy: [ours, theirs] for each seed. */
function compare(points) {
  const [ours, theirs] = SLOTS.map((_slot, side) => points.map(pair => pair[side].accuracy));
  const differences = ours.map((accuracy, seed) => accuracy - theirs[seed]);
  return {removed: points[0][0].removed, ours, theirs, differences, difference: meanInterval(differences)};
}

/** How many removals left layers of the same sizes on both sides, from the first. */
function removalsAlike(ours, theirs) {
  const differing = ours.findIndex((sizes, step) => String(sizes) !== String(theirs[step]));
  return differing < 0 ? ours.length : differing;
}

function aimsOf({removed, difference}) {
  if (removed !== UNITS / 2 && removed !== 0.75 * UNITS) return [];
  const what = `loop to ${Math.round(100 * (1 - removed / UNITS))} % of the units: accuracy, ours − PyTorch’s`;
  const {value, low, high} = difference;
  // "Not below within the interval": the interval must reach 0.
  const reach = {median: high, interval: [low, high]};
  return [{...target(what, reach, {atLeast: 0, show: digits(4)}), measured: digits(4)(value), sure: true}];
}

const mean = values => values.reduce((sum, value) => sum + value, 0) / values.length;

export function table({looks, overall}) {
  const row = ({value, low, high}) => [digits(4)(value), `${digits(4)(low)} to ${digits(4)(high)}`];
  const rows = looks.map(({removed, ours, theirs, difference}) => [
    `${Math.round(100 * (1 - removed / UNITS))} % of units left`,
    ...[ours, theirs].map(list => digits(4)(mean(list))),
    ...row(difference)
  ]);
  const heads = ['>Espalier', '>the same loop in PyTorch', '>difference', '>95 % interval'];
  return markdownTable(
    [`mean of ${overall.n} seeds`, ...heads],
    [...rows, ['mean of the above', '', '', ...row(overall)]]
  );
}
