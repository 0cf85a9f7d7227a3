// What half the FLOPs are worth in time: (dense ÷ pruned time) ÷ (dense ÷ pruned FLOPs), 1 where time falls as FLOPs do.
import {withContenders} from '../harness/contender.mjs';
import {digits, markdownTable, milliseconds, withInterval} from '../harness/markdown.mjs';
import {espalierSide, pytorchSide, versionsOf} from '../harness/sides.mjs';
import {describe, median} from '../harness/statistics.mjs';
import {target} from '../harness/target.mjs';
import {takeTurns} from '../harness/turns.mjs';

export const needsPython = true;
const NETWORKS = [
  {network: 'vgg-like', inputShape: [32, 32, 3]},
  {network: 'vgg-s', inputShape: [32, 32, 1]}
];
const PASSES = 5;
const LIMIT = 0.8;

export async function run(context) {
  const rounds = context.quick ? 2 : 12;
  const starting = [espalierSide('latency.mjs', context), pytorchSide('latency.py', context)];
  return withContenders(starting, async (ours, theirs) => {
    const cases = [];
    for (const one of NETWORKS) {
      const {flops, widths} = await ours.ask('load', one);
      await theirs.ask('load', {...one, widths});
      for (const batch of [32, 1]) {
        cases.push({...one, flops, widths, batch, ...(await compare([ours, theirs], {batch, rounds, flops}))});
      }
    }
    return {versions: versionsOf([ours, theirs]), cases, targets: cases.filter(({batch}) => batch === 32).map(aimOf)};
  });
}

async function compare(sides, {batch, rounds, flops}) {
  const repeats = batch === 1 ? 4 * PASSES : PASSES;
  for (const side of sides) await side.ask('pass', {batch, repeats});
  const [ours, theirs] = await takeTurns(sides, rounds, side => side.ask('pass', {batch, repeats: repeats + 1}));
  return {espalier: worth(ours, flops), pytorch: worth(theirs, flops)};
}

/** A sample a turn, of medians; the first pass of a turn does not count. */
function worth(turns, flops) {
  const turn = network => turns.map(([, ...passes]) => median(passes.map(pass => pass[network])));
  const [dense, pruned] = [turn('dense'), turn('pruned')];
  const saved = flops.dense / flops.pruned;
  return {
    dense: describe(dense),
    pruned: describe(pruned),
    worth: describe(dense.map((time, i) => time / pruned[i] / saved))
  };
}

function aimOf({network, batch, espalier}) {
  return target(`${network} at half the FLOPs, batch ${batch}: time saved ÷ FLOPs saved`, espalier.worth, {
    atLeast: LIMIT
  });
}

export function table({cases, versions}) {
  const rows = cases.map(({network, batch, flops, espalier, pytorch}) => [
    `${network}, batch ${batch}`,
    digits(2)(flops.dense / flops.pruned),
    `${milliseconds(espalier.dense.median)} → ${milliseconds(espalier.pruned.median)}`,
    withInterval(espalier.worth),
    `${milliseconds(pytorch.dense.median)} → ${milliseconds(pytorch.pruned.median)}`,
    withInterval(pytorch.worth)
  ]);
  const heads = [
    `>Espalier, ${versions.espalier}`,
    '>time saved ÷ FLOPs saved',
    `>PyTorch ${versions.pytorch}`,
    '>time saved ÷ FLOPs saved'
  ];
  return markdownTable(['dense → pruned, median', '>FLOPs, ×', ...heads], rows);
}
