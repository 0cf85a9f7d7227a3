// The whole loop on vgg-s: 8 units removed over all layers every 10 updates, scores from those updates, to 50 % and to
// 25 % of the units, against the same loop in PyTorch and Torch-Pruning's own Taylor importance. All start from the same
// weights and see the same minibatches; they take turns between one accuracy and the next. Torch-Pruning removes from
// other layers, which makes its steps cheaper; a second loop of ours follows it and removes as many units of each layer.
// Both of PyTorch's loops run in its usual memory layout, and again in the one that suits a processor better.
import {meanInterval} from '../../reports/dist/statistics/meanInterval.js';
import {runLoops, startsOf, UNITS} from '../harness/loops.mjs';
import {digits, inSeconds, markdownTable} from '../harness/markdown.mjs';
import {target} from '../harness/target.mjs';

export const needsPython = true;
const SLOTS = [
  ['espalier'],
  ['faithful'],
  ['torch-pruning', 'espalier-at-sizes'],
  ['faithful, channels last'],
  ['torch-pruning, channels last']
];
const METHODS = SLOTS.flat();
const NAMES = {
  espalier: 'Espalier',
  'espalier-at-sizes': 'Espalier, layer sizes of Torch-Pruning',
  faithful: 'the same loop in PyTorch',
  'faithful, channels last': 'the same loop in PyTorch, channels last',
  'torch-pruning': 'Torch-Pruning',
  'torch-pruning, channels last': 'Torch-Pruning, channels last'
};
/** [mine, theirs, as what it is told]. */
const COMPARED = [
  ['espalier', 'faithful', NAMES.faithful],
  ['espalier', 'torch-pruning', NAMES['torch-pruning']],
  ['espalier-at-sizes', 'torch-pruning', 'Torch-Pruning, at its layer sizes'],
  ['espalier', 'faithful, channels last', NAMES['faithful, channels last']],
  ['espalier', 'torch-pruning, channels last', NAMES['torch-pruning, channels last']]
];
const LIMIT = 0.8;

export async function run(context) {
  const seeds = context.quick ? [0] : Array.from({length: context.seeds ?? 3}, (_, seed) => seed);
  const {missing, recipe, note, starts, base} = await startsOf(context, seeds);
  if (missing) return {skipped: missing};
  const runs = [];
  for (const start of starts) runs.push(...(await runLoops(context, recipe, start, SLOTS)));
  const halves = [0.5, 0.75].map(share => summarize(runs, share * UNITS));
  const told = runs.map(run => ({...run, sizes: undefined}));
  return {recipe, seeds, note, base, runs: told, halves, targets: halves.flatMap(aimsOf)};
}

/** A method's runs where about `removed` units are gone, one point a seed. */
function pointsAt(runs, method, removed) {
  return runs
    .filter(run => run.method === method)
    .map(({points}) => points.find(point => point.removed >= removed - 4));
}

/** Where about so many units are gone: seconds so far, FLOPs left and accuracy; and our time over that of the others. */
function summarize(runs, removed) {
  const methods = METHODS.map(method => {
    const points = pointsAt(runs, method, removed);
    const mean = pick => points.reduce((sum, point) => sum + pick(point), 0) / points.length;
    const parts = ['total', 'removal', 'check', 'evaluation'].map(part => [part, mean(({seconds}) => seconds[part])]);
    const seconds = Object.fromEntries(parts);
    seconds.tuning = seconds.total - seconds.removal - seconds.check - seconds.evaluation;
    return {method, seconds, flops: mean(({flops}) => flops), accuracy: mean(({accuracy}) => accuracy)};
  });
  const pointsOf = method => pointsAt(runs, method, removed);
  const ratios = COMPARED.map(([mine, theirs, name]) => {
    const others = pointsOf(theirs);
    return {name, ratio: ratioOf(pointsOf(mine).map(({seconds}, i) => seconds.total / others[i].seconds.total))};
  });
  return {removed, share: removed / UNITS, methods, ratios};
}

function ratioOf(list) {
  const {value, low = value, high = value} = meanInterval(list);
  return {median: value, interval: [low, high], samples: list};
}

function aimsOf({share, ratios}) {
  const what = `loop to ${Math.round(100 * (1 - share))} % of the units: time, ours ÷`;
  return ratios.map(({name, ratio}) => target(`${what} ${name}`, ratio, {atMost: LIMIT}));
}

export function table({halves}) {
  const rows = halves.flatMap(({share, methods}) =>
    methods.map(({method, seconds, flops, accuracy}) => [
      `${Math.round(100 * (1 - share))} % of units left`,
      NAMES[method],
      ...['total', 'tuning', 'removal', 'check', 'evaluation'].map(part => inSeconds(seconds[part])),
      digits(1)(flops / 1e6),
      digits(4)(accuracy)
    ])
  );
  const heads = [
    '>whole loop',
    '>fine-tuning and scores',
    '>removal',
    '>self-check',
    '>evaluation',
    '>MFLOPs left',
    '>accuracy'
  ];
  return markdownTable(['', 'mean over seeds', ...heads], rows);
}
