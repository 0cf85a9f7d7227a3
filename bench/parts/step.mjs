// A training step at batch 32, plain and with Taylor scores, by turns with PyTorch: five steps a turn, of which the
// first, which finds the other's data in the caches, does not count.
import {withContenders} from '../harness/contender.mjs';
import {digits, markdownTable, milliseconds, withInterval} from '../harness/markdown.mjs';
import {channelsLastSide, espalierSide, pytorchSide, versionsOf} from '../harness/sides.mjs';
import {describe, median, ratios} from '../harness/statistics.mjs';
import {target} from '../harness/target.mjs';
import {takeTurns} from '../harness/turns.mjs';

export const needsPython = true;
const STEPS = 5;
const CASES = [
  {network: 'vgg-like', name: 'VGG-like step', limit: 0.9},
  {network: 'vgg-like', scores: 'taylor', name: 'VGG-like step with Taylor', limit: 0.88},
  {network: 'resnet-20', name: 'ResNet-20 step', limit: 1},
  {network: 'resnet-20', scores: 'taylor', name: 'ResNet-20 step with Taylor'}
];

export async function run(context) {
  const rounds = context.quick ? 3 : 20;
  const starting = [espalierSide, pytorchSide, channelsLastSide].map((side, i) =>
    side(i ? 'step.py' : 'step.mjs', context)
  );
  return withContenders(starting, async (...sides) => {
    const [ours, theirs] = sides;
    for (const {network, scores} of CASES)
      for (const side of sides) await side.ask('steps', {network, scores, repeats: 3});
    const cases = [];
    for (const one of CASES) cases.push(await compare(sides, one, rounds));
    const convolutions = await compareConvolutions(sides, context.quick ? 5 : 30);
    const copying = (await ours.ask('bandwidth')) / 1e9;
    const targets = cases.filter(({limit}) => limit).flatMap(aimsOf);
    return {batch: 32, versions: versionsOf([ours, theirs]), cases, convolutions, copying, targets};
  });
}

async function compare(sides, {name, network, scores, limit}, rounds) {
  const [ours, theirs, channelsLast] = await takeTurns(sides, rounds, async side => {
    const [, ...counted] = await side.ask('steps', {network, scores, repeats: STEPS + 1});
    return median(counted);
  });
  const costs = await sides[0].ask('costs', {network});
  const rates = seconds => ({gflops: costs.stepFlops / seconds / 1e9, gbytes: costs.bytes / seconds / 1e9});
  return {
    ...{name, network, scores, limit, costs},
    espalier: {...describe(ours), ...rates(median(ours))},
    pytorch: {...describe(theirs), ...rates(median(theirs))},
    channelsLast: {...describe(channelsLast), ...rates(median(channelsLast))},
    ratio: describe(ratios(ours, theirs)),
    ratioChannelsLast: describe(ratios(ours, channelsLast))
  };
}

/** Every 3 × 3 convolution of the VGG-like network alone, forward. */
async function compareConvolutions([ours, theirs], repeats) {
  const network = 'vgg-like';
  const warm = await ours.ask('convolutions', {network, repeats: 2});
  const shapes = warm.map(({size, from, to}) => ({size, from, to}));
  await theirs.ask('convolutions', {shapes, repeats: 2});
  const timed = {
    espalier: await ours.ask('convolutions', {network, repeats}),
    pytorch: await theirs.ask('convolutions', {shapes, repeats})
  };
  return Object.fromEntries(Object.entries(timed).map(([side, list]) => [side, list.map(withRate)]));
}

function withRate({size, from, to, seconds}) {
  const flops = 2 * 32 * size * size * 9 * from * to;
  return {size, from, to, seconds: median(seconds), gflops: flops / median(seconds) / 1e9};
}

const aimsOf = ({name, ratio, ratioChannelsLast, limit}) => [
  target(`${name}, ours ÷ PyTorch`, ratio, {atMost: limit}),
  target(`${name}, ours ÷ PyTorch, channels last`, ratioChannelsLast, {atMost: limit})
];

export function table({cases, convolutions, copying, versions}) {
  const all = (read, show = digits(0)) =>
    ['espalier', 'pytorch', 'channelsLast'].map(side => show(read(side))).join(', ');
  const rows = cases.map(one => [
    one.name,
    milliseconds(one.espalier.median),
    milliseconds(one.pytorch.median),
    withInterval(one.ratio),
    milliseconds(one.channelsLast.median),
    withInterval(one.ratioChannelsLast),
    all(side => one[side].gflops),
    all(side => one[side].gbytes)
  ]);
  const best = side => Math.max(...convolutions[side].map(({gflops}) => gflops)).toFixed(0);
  const rates = `${best('espalier')}, ${best('pytorch')}`;
  const limits = ['best single convolution; copying on one thread', '', '', '', '', '', rates, digits(0)(copying)];
  const heads = [
    `>Espalier, ${versions.espalier}`,
    `>PyTorch ${versions.pytorch}`,
    '>ratio (95 % interval)',
    '>PyTorch, channels last',
    '>ratio (95 % interval)',
    '>GFLOPS of each',
    '>GB/s of each'
  ];
  return markdownTable(['batch 32, median', ...heads], [...rows, limits]);
}
