// A training step at batch 32, plain and with Taylor scores, by turns with PyTorch: five steps a turn, of which the
// first, which finds the other's data in the caches, does not count.
import {withContenders} from '../harness/contender.mjs';
import {digits, markdownTable, milliseconds, withInterval} from '../harness/markdown.mjs';
import {espalierSide, pytorchSide, versionsOf} from '../harness/sides.mjs';
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
  const rounds = context.quick ? 3 : 30;
  return withContenders([espalierSide('step.mjs', context), pytorchSide('step.py', context)], async (ours, theirs) => {
    const sides = [ours, theirs];
    for (const {network, scores} of CASES)
      for (const side of sides) await side.ask('steps', {network, scores, repeats: 3});
    const cases = [];
    for (const one of CASES) cases.push(await compare(sides, one, rounds));
    const convolutions = await compareConvolutions(sides, context.quick ? 5 : 30);
    const copying = (await ours.ask('bandwidth')) / 1e9;
    const targets = cases.filter(({limit}) => limit).map(({name, ratio, limit}) => aimOf(name, ratio, limit));
    return {batch: 32, versions: versionsOf(sides), cases, convolutions, copying, targets};
  });
}

async function compare(sides, {name, network, scores, limit}, rounds) {
  const [ours, theirs] = await takeTurns(sides, rounds, async side => {
    const [, ...counted] = await side.ask('steps', {network, scores, repeats: STEPS + 1});
    return median(counted);
  });
  const costs = await sides[0].ask('costs', {network});
  const rates = seconds => ({gflops: costs.stepFlops / seconds / 1e9, gbytes: costs.bytes / seconds / 1e9});
  return {
    ...{name, network, scores, limit, costs},
    espalier: {...describe(ours), ...rates(median(ours))},
    pytorch: {...describe(theirs), ...rates(median(theirs))},
    ratio: describe(ratios(ours, theirs))
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

const aimOf = (name, ratio, limit) => target(`${name}, ours ÷ PyTorch`, ratio, {atMost: limit});

export function table({cases, convolutions, copying, versions}) {
  const both = (side, show = digits(0)) => `${show(side('espalier'))} and ${show(side('pytorch'))}`;
  const rows = cases.map(one => [
    one.name,
    milliseconds(one.espalier.median),
    milliseconds(one.pytorch.median),
    withInterval(one.ratio),
    both(side => one[side].gflops),
    both(side => one[side].gbytes)
  ]);
  const best = side => Math.max(...convolutions[side].map(({gflops}) => gflops));
  const limits = ['best single convolution; copying on one thread', '', '', '', both(best), digits(0)(copying)];
  const heads = [
    `>Espalier, ${versions.espalier}`,
    `>PyTorch ${versions.pytorch}`,
    '>ratio (95 % interval)',
    '>GFLOPS, ours and theirs',
    '>GB/s, ours and theirs'
  ];
  return markdownTable(['batch 32, median', ...heads], [...rows, limits]);
}
