// The exact oracle of every unit against PyTorch's brute force and its cached prefix, on the same weights and images.
// PyTorch keeps its maps channels last, which makes it faster here, and ablates every eighth unit of each layer, and its time is scaled up layer by layer; `--full` ablates all.
import {join} from 'node:path';
import {withContenders} from '../harness/contender.mjs';
import {withBase} from '../harness/base.mjs';
import {digits, inSeconds, markdownTable, withInterval} from '../harness/markdown.mjs';
import {channelsLastSide, espalierSide, versionsOf} from '../harness/sides.mjs';
import {describe, ratios} from '../harness/statistics.mjs';
import {target} from '../harness/target.mjs';
import {takeTurns} from '../harness/turns.mjs';

export const needsPython = true;
const SAME = 1e-5;

export async function run(context) {
  const {quick, full} = context;
  const every = full ? 1 : quick ? 32 : 8;
  const cases = await withBase(context, async base => {
    const data = await base.fashion();
    if (data.missing) return data;
    const trained = await base.trained(0);
    const random = await base.random('vgg-like', 50);
    return [
      {
        network: 'vgg-s',
        examples: quick ? 50 : 1000,
        data: join(data.folder, 'train'),
        weights: trained.folder,
        limit: 6
      },
      {network: 'vgg-like', examples: quick ? 5 : 50, data: random.folder, weights: random.folder, limit: 4.5}
    ];
  });
  if (cases.missing) return {skipped: cases.missing};
  return withContenders(
    [espalierSide('oracle.mjs', context), channelsLastSide('oracle.py', context, {name: 'pytorch'})],
    async (...sides) => {
      const measured = [];
      for (const one of cases) measured.push(await compare(sides, one, {every, rounds: quick ? 1 : 3}));
      const large = await sides[0].ask('flops', {network: 'vgg-16', inputShape: [224, 224, 3], classes: 1000});
      const versions = versionsOf(sides);
      return {
        every,
        versions,
        cases: measured,
        flopsOnly: {network: 'vgg-16', ...large},
        targets: measured.flatMap(aimsOf)
      };
    }
  );
}

async function compare([ours, theirs], {limit, ...one}, {every, rounds}) {
  const {groups, units, flops} = await ours.ask('load', one);
  await theirs.ask('load', one);
  const chosen = groups.map(({size}) => Array.from({length: Math.ceil(size / every)}, (_, i) => i * every));
  const contenders = [
    () => ours.ask('measure'),
    () => theirs.ask('measure', {method: 'brute', units: chosen}),
    () => theirs.ask('measure', {method: 'cached', units: chosen})
  ];
  const [exact, brute, cached] = await takeTurns(contenders, rounds, ask => ask());
  const wholeOf = ({base, seconds}) =>
    groups.reduce((sum, {size}, i) => sum + (seconds[i] * size) / chosen[i].length, base);
  const times = {espalier: exact.map(({seconds}) => seconds), brute: brute.map(wholeOf), cached: cached.map(wholeOf)};
  return {
    ...{network: one.network, examples: one.examples, units, limit, flops},
    seconds: Object.fromEntries(Object.entries(times).map(([side, list]) => [side, describe(list)])),
    faster: {
      brute: describe(ratios(times.brute, times.espalier)),
      cached: describe(ratios(times.cached, times.espalier))
    },
    largestDifference: largestDifference(exact[0].changes, brute[0].changes, {groups, chosen})
  };
}

/** Of the loss changes of the units that both have ablated. */
function largestDifference(ours, theirs, {groups, chosen}) {
  const gaps = groups.flatMap(({first}, i) => chosen[i].map((unit, k) => Math.abs(ours[first + unit] - theirs[i][k])));
  return Math.max(...gaps);
}

function aimsOf({network, examples, faster, limit, largestDifference: gap}) {
  const what = `oracle of ${network}, ${examples} images`;
  const exactly = {median: gap, interval: [gap, gap]};
  return [
    target(`${what}: times faster than brute force`, faster.brute, {atLeast: limit, show: digits(1), unit: ' ×'}),
    target(`${what}: times faster than a cached prefix`, faster.cached, {atLeast: 1, show: digits(1), unit: ' ×'}),
    target(`${what}: largest difference of a loss change`, exactly, {
      atMost: SAME,
      show: value => value.toExponential(0)
    })
  ];
}

export function table({cases, flopsOnly, versions}) {
  const rows = cases.map(({network, examples, units, seconds, faster, flops, largestDifference: gap}) => [
    `${network}, ${units} units, ${examples} images`,
    inSeconds(seconds.espalier.median),
    inSeconds(seconds.brute.median),
    inSeconds(seconds.cached.median),
    withInterval(faster.brute, digits(1)),
    digits(1)(flops.ratio),
    gap.toExponential(0)
  ]);
  const large = [flopsOnly.network, '', '', '', '', digits(1)(flopsOnly.ratio), ''];
  const heads = [
    `>Espalier, ${versions.espalier}`,
    `>PyTorch ${versions.pytorch}, brute force`,
    '>cached prefix',
    '>times faster than brute force',
    '>FLOPs saved, ×',
    '>largest difference'
  ];
  return markdownTable(['oracle', ...heads], [...rows, large]);
}
