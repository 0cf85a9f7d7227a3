// The whole loop on vgg-s: 8 units removed over all layers every 10 updates, scores from those updates, to 50 % and to
// 25 % of the units, against the same loop in PyTorch and Torch-Pruning's own Taylor importance. All start from the same
// weights and see the same minibatches; they take turns between one accuracy and the next.
import {join} from 'node:path';
import {meanInterval} from '../../reports/dist/statistics/meanInterval.js';
import {withBase} from '../harness/base.mjs';
import {withContenders} from '../harness/contender.mjs';
import {digits, inSeconds, markdownTable} from '../harness/markdown.mjs';
import {espalierSide, pytorchSide} from '../harness/sides.mjs';
import {target} from '../harness/target.mjs';

export const needsPython = true;
const RECIPE = {unitsPerStep: 8, updates: 10, lr: 0.001, keep: 0.25, evaluateEvery: 32};
const UNITS = 448;
const METHODS = ['espalier', 'faithful', 'torch-pruning'];
const NAMES = {espalier: 'Espalier', faithful: 'the same loop in PyTorch', 'torch-pruning': 'Torch-Pruning'};
const LIMIT = 0.8;

export async function run(context) {
  const seeds = context.quick ? [0] : Array.from({length: context.seeds}, (_, seed) => seed);
  const recipe = context.quick ? {...RECIPE, unitsPerStep: 32, updates: 2} : RECIPE;
  const prepared = await withBase(context, async base => {
    const data = await base.fashion();
    if (data.missing) return data;
    const steps = Math.round((UNITS * (1 - recipe.keep)) / recipe.unitsPerStep) + 1;
    const starts = [];
    for (const seed of seeds) starts.push({seed, ...(await base.trained(seed, steps * recipe.updates))});
    return {data, starts};
  });
  if (prepared.missing) return {skipped: prepared.missing};
  const {data, starts} = prepared;
  const runs = [];
  for (const start of starts) runs.push(...(await runAll(context, recipe, {...start, data: data.folder})));
  const halves = [0.5, 0.75].map(share => summarize(runs, share * UNITS));
  const versions = runs[1].versions;
  const base = starts.map(({seed, accuracy}) => ({seed, accuracy}));
  return {recipe, seeds, note: data.note, versions, base, runs, halves, targets: halves.flatMap(aimsOf)};
}

/** The three of them from one start, by turns. */
function runAll(context, recipe, {folder, seed, data}) {
  const python = name => pytorchSide('loop.py', context, {name});
  const starting = [espalierSide('loop.mjs', context), python('faithful'), python('torch-pruning')];
  return withContenders(starting, async (...sides) => {
    const common = {...recipe, seed, weights: folder, train: join(data, 'train'), test: join(data, 'test')};
    for (const side of sides) await side.ask('start', {method: side.name, ...common});
    const points = sides.map(() => []);
    const unfinished = new Set(sides);
    for (let turn = 0; unfinished.size > 0; turn++) {
      for (const i of sides.keys()) {
        const place = (turn + i) % sides.length;
        if (!unfinished.has(sides[place])) continue;
        const {points: found, seconds, done} = await sides[place].ask('advance');
        points[place].push(...found.map(point => ({...point, seconds})));
        if (done) unfinished.delete(sides[place]);
      }
    }
    const {version, torchPruning} = sides[1].hello;
    const versions = {espalier: sides[0].hello.version, pytorch: version, torchPruning};
    return sides.map(({name}, i) => ({method: name, seed, versions, points: points[i]}));
  });
}

/** Where about so many units are gone: seconds so far, and accuracy against the faithful loop's. */
function summarize(runs, removed) {
  const at = method =>
    runs.filter(run => run.method === method).map(({points}) => points.find(point => point.removed >= removed - 4));
  const methods = METHODS.map(method => {
    const points = at(method);
    const mean = pick => points.reduce((sum, point) => sum + pick(point), 0) / points.length;
    const parts = ['total', 'removal', 'check', 'evaluation'].map(part => [part, mean(({seconds}) => seconds[part])]);
    const seconds = Object.fromEntries(parts);
    seconds.tuning = seconds.total - seconds.removal - seconds.check - seconds.evaluation;
    return {method, seconds, flops: mean(({flops}) => flops), accuracy: mean(({accuracy}) => accuracy)};
  });
  const [ours, faithful, other] = METHODS.map(at);
  const versus = theirs => ({
    time: ratioOf(ours.map(({seconds}, i) => seconds.total / theirs[i].seconds.total)),
    accuracy: meanInterval(ours.map(({accuracy}, i) => accuracy - theirs[i].accuracy))
  });
  return {removed, share: removed / UNITS, methods, faithful: versus(faithful), torchPruning: versus(other)};
}

function ratioOf(list) {
  const {value, low = value, high = value} = meanInterval(list);
  return {median: value, interval: [low, high], samples: list};
}

function aimsOf({share, faithful, torchPruning}) {
  const what = `loop to ${Math.round(100 * (1 - share))} % of the units`;
  const {value, low = value, high = value} = faithful.accuracy;
  // "Not below within the interval": the interval must reach 0.
  const reach = {median: high, interval: [low, high]};
  return [
    target(`${what}: time, ours ÷ the same loop in PyTorch`, faithful.time, {atMost: LIMIT}),
    target(`${what}: time, ours ÷ Torch-Pruning`, torchPruning.time, {atMost: LIMIT}),
    {
      ...target(`${what}: accuracy, ours − PyTorch’s`, reach, {atLeast: 0, show: digits(4)}),
      measured: digits(4)(value),
      sure: true
    }
  ];
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
