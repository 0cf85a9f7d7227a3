// Removal of one unit, the self-check apart: on vgg-s with momentum, and on VGG-16 at 224 × 224 with its dense layer of
// 411 MB, where the mean over a unit from every layer in turn is what a pruning run pays.
import {withContenders} from '../harness/contender.mjs';
import {digits, markdownTable, withInterval} from '../harness/markdown.mjs';
import {espalierSide, pytorchSide, versionsOf} from '../harness/sides.mjs';
import {describe, median} from '../harness/statistics.mjs';
import {target} from '../harness/target.mjs';

export const needsPython = true;
const CASES = [
  {network: 'vgg-s', inputShape: [32, 32, 1], classes: 10, momentum: true, count: 20, atMost: 0.5},
  {network: 'vgg-16', inputShape: [224, 224, 3], classes: 1000, momentum: false, count: 8, atMost: 20}
];
/** Removals at the start of each layer that do not count. */
const WARM_UP = 2;
const ms = value => 1000 * value;

export async function run(context) {
  const cases = [];
  let versions;
  await withContenders([espalierSide('removal.mjs', context), pytorchSide('removal.py', context)], async (...sides) => {
    versions = versionsOf(sides);
    const chosen = context.quick ? CASES.slice(0, 1) : CASES;
    for (const one of chosen) cases.push(await compare(sides, {...one, count: context.quick ? 3 : one.count}));
  });
  return {versions, cases, targets: cases.map(aimOf)};
}

async function compare([ours, theirs], {count, atMost, ...network}) {
  const groups = await ours.ask('load', network);
  const asked = count + WARM_UP;
  const methods = {
    espalier: group => ours.ask('remove', {group, count: asked}),
    slicing: group => theirs.ask('remove', {group, count: asked, method: 'slicing'}),
    rebuilding: group => theirs.ask('remove', {group, count: asked, method: 'rebuilding'})
  };
  const seconds = Object.fromEntries(Object.keys(methods).map(name => [name, groups.map(() => [])]));
  for (const [name, remove] of Object.entries(methods)) {
    // Both ways of PyTorch start from the whole network.
    if (name !== 'espalier') await theirs.ask('load', network);
    for (const group of groups.keys()) seconds[name][group] = (await remove(group)).slice(WARM_UP);
  }
  for (const side of [ours, theirs]) await side.ask('unload');
  const layers = groups.map((layer, i) => ({layer, ...mapValues(seconds, list => ms(median(list[i])))}));
  const last = mapValues(seconds, list => describe(list.at(-1).map(ms)));
  return {
    network: network.network,
    momentum: network.momentum,
    atMost,
    layers,
    last,
    amortised: mapValues(seconds, amortise)
  };
}

/** One removal from every layer in turn: the mean over layers, a sample a round. */
function amortise(list) {
  const rounds = list[0].map((_, round) => ms(list.reduce((sum, times) => sum + times[round], 0) / list.length));
  return describe(rounds);
}

const mapValues = (record, change) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));

function aimOf({network, amortised, atMost}) {
  const what = `removal of one unit of ${network}, mean over layers`;
  return target(what, amortised.espalier, {atMost, unit: ' ms', show: digits(atMost < 1 ? 2 : 1)});
}

export function table({cases, versions}) {
  const show = digits(2);
  const rows = cases.flatMap(({network, amortised, last, layers}) =>
    [
      [`${network}, mean over layers`, amortised],
      [`${network}, ${layers.at(-1).layer}, which the dense layer reads`, last]
    ].map(([name, times]) => [name, ...Object.values(times).map(time => withInterval(time, show))])
  );
  const heads = [`>Espalier, ${versions.espalier}`, `>PyTorch ${versions.pytorch}, slicing`, '>layer by layer'];
  return markdownTable(['removal of one unit, ms, median (95 % interval)', ...heads], rows);
}
