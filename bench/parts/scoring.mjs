// What scoring adds to a training step of the VGG-like network: steps with and without by turns, in pairs, in one process.
import {withContenders} from '../harness/contender.mjs';
import {markdownTable, milliseconds, percent, withInterval} from '../harness/markdown.mjs';
import {espalierSide, pytorchSide, versionsOf} from '../harness/sides.mjs';
import {describe, median} from '../harness/statistics.mjs';
import {target} from '../harness/target.mjs';
import {takeTurns} from '../harness/turns.mjs';

export const needsPython = true;
const NETWORK = 'vgg-like';
const CASES = [
  {scores: 'taylor', name: 'Taylor', atMost: 0.03, pairs: 120},
  {scores: 'activation', name: 'all activation criteria', atMost: 0.1, pairs: 60},
  {scores: 'obd', name: 'obd, one draw a step', atMost: 0.8, pairs: 30}
];
const PAIRS_A_TURN = 10;

export async function run(context) {
  return withContenders([espalierSide('step.mjs', context), pytorchSide('step.py', context)], async (...sides) => {
    const cases = [];
    for (const one of CASES) cases.push(await measure(sides, one, context.quick));
    return {network: NETWORK, batch: 32, versions: versionsOf(sides), cases, targets: cases.map(aimOf)};
  });
}

async function measure(sides, {scores, name, atMost, pairs}, quick) {
  const perTurn = quick ? 2 : PAIRS_A_TURN;
  const ask = side => side.ask('pairs', {network: NETWORK, scores, pairs: perTurn});
  for (const side of sides) await side.ask('pairs', {network: NETWORK, scores, pairs: 2});
  const [ours, theirs] = await takeTurns(sides, quick ? 1 : pairs / PAIRS_A_TURN, ask);
  const finish = await sides[0].ask('finish', {network: NETWORK, scores});
  const criteria = await sides[0].ask('criteria', {scores});
  return {name, scores, criteria, atMost, finish, espalier: addedCost(ours.flat()), pytorch: addedCost(theirs.flat())};
}

/** Paired differences as shares of the median plain step. */
function addedCost(pairs) {
  const plain = median(pairs.map(pair => pair.plain));
  return {plain, pairs: pairs.length, added: describe(pairs.map(pair => (pair.scored - pair.plain) / plain))};
}

/** `obd` is aimed at as a multiple of a step. */
function aimOf({name, scores, atMost, espalier: {added}}) {
  if (scores !== 'obd')
    return target(`scoring while fine-tuning: ${name}, added to a step`, added, {atMost, show: percent});
  const whole = {median: 1 + added.median, interval: added.interval.map(value => 1 + value)};
  return target(`scoring while fine-tuning: ${name}, a step with it ÷ without`, whole, {atMost: 1 + atMost});
}

export function table({cases, versions}) {
  const rows = cases.map(({name, espalier, pytorch, finish}) => [
    name,
    withInterval(espalier.added, percent),
    withInterval(pytorch.added, percent),
    milliseconds(espalier.plain),
    milliseconds(finish)
  ]);
  const heads = [
    `>Espalier, ${versions.espalier}`,
    `>PyTorch ${versions.pytorch}, hooks`,
    '>step without, ours',
    '>scores at the end, ours'
  ];
  return markdownTable(['added to a step, median (95 % interval)', ...heads], rows);
}
