// What pruning and smaller weights are worth where networks run: vgg-s and vgg-xs, trained, pruned to half and to a quarter
// of their FLOPs and fine-tuned, as layers models and as ONNX, on each target that the machine has, on one thread. The rows
// of the record are what the findings on quantization and on the edge are made from.
import {join} from 'node:path';
import {withContenders} from '../harness/contender.mjs';
import {isRunBy, startTargets} from '../harness/edgeTargets.mjs';
import {keyOf, timeModels} from '../harness/edgeTimes.mjs';
import {estimateEnergy, startMeters} from '../harness/energy.mjs';
import {digits, markdownTable, milliseconds} from '../harness/markdown.mjs';
import {espalierSide, versionsOf} from '../harness/sides.mjs';

const RECIPE = {networks: ['vgg-s', 'vgg-xs'], shares: [0.5, 0.25], train: 6000, test: 10_000, epochs: 4, rounds: 9};
const QUICK = {...RECIPE, networks: ['vgg-xs'], train: 400, test: 200, epochs: 1, rounds: 2};

/** What the numbers of the rows are, for pages that show them. */
const COLUMNS = {
  accuracy: {words: 'test accuracy', unit: 'share'},
  bytes: {words: 'bytes shipped', unit: 'kilobytes'},
  flops: {words: 'FLOPs', unit: 'megaflops'},
  flopsLeft: {words: 'FLOPs left', unit: 'share'},
  estimatedEnergy: {words: 'energy of a pass, estimate', unit: 'microjoules'},
  measuredEnergy: {words: 'energy of a pass, measured', unit: 'microjoules'},
  milliseconds: {words: 'time of a pass', unit: 'milliseconds'},
  timeLeft: {words: 'time left', unit: 'share'},
  worth: {words: 'time saved ÷ FLOPs saved', unit: 'number'}
};

export async function run(context) {
  const {quick, log} = context;
  const recipe = quick ? QUICK : RECIPE;
  const folder = join(context.work, 'edge');
  const seeds = Array.from({length: quick ? 1 : (context.seeds ?? 3)}, (_, seed) => seed);
  const {missing, note, made} = await makeModels(context, {recipe, seeds, folder});
  if (missing) return {skipped: missing};
  const sides = await startTargets(folder, log);
  const meters = await startMeters(sides);
  try {
    const rows = [];
    for (const one of made) {
      log(`  ${one.network}, seed ${one.seed}: passes`);
      rows.push(...(await measure(one, {sides, meters, data: folder, rounds: recipe.rounds})));
    }
    const energy = meters.sources;
    return {threads: 1, versions: versionsOf(sides), seeds, recipe, note, energy, columns: COLUMNS, rows};
  } finally {
    meters.stop();
    for (const side of sides) await side.stop();
  }
}

function makeModels(context, {recipe, seeds, folder}) {
  return withContenders([espalierSide('edgeModels.mjs', context)], async maker => {
    const {missing, note} = await maker.ask('open', {folder, ...recipe});
    if (missing) return {missing};
    const made = [];
    for (const network of recipe.networks) {
      for (const seed of seeds) {
        context.log(`  ${network}, seed ${seed}: training and pruning`);
        const models = await maker.ask('make', {...recipe, folder: join(folder, `${network}-${seed}`), network, seed});
        made.push({network, seed, models});
      }
    }
    return {note, made};
  });
}

/** The rows of one trained network: one for each form of each pruned copy, and one for each of its timings. */
async function measure({network, seed, models}, {sides, meters, data, rounds}) {
  const [whole] = models;
  const made = models.flatMap(({share, flops, parameters, forms}) =>
    forms.map(({path, ...form}) => {
      const sizes = {flops, flopsLeft: flops / whole.flops};
      const estimatedEnergy = estimateEnergy({flops, parameters, bits: form.form === 'ONNX int8' ? 8 : 32});
      return {path, row: {network, seed, pruned: prunedText(share), ...form, ...sizes, estimatedEnergy}};
    })
  );
  for (const side of sides) {
    const own = made.filter(({row}) => isRunBy(side, row.form));
    await side.ask('load', {paths: Object.fromEntries(own.map(({row, path}) => [keyOf(row), path]))});
  }
  const onnx = sides.find(({name}) => name === 'ONNX Runtime');
  const rows = [];
  for (const {row} of made) {
    if (onnx && row.accuracy === undefined) row.accuracy = await onnx.ask('accuracy', {name: keyOf(row), data});
    rows.push(row);
  }
  const timed = [];
  for (const batch of [1, 32]) timed.push(...(await timeModels(rows, {sides, batch, meters, rounds})));
  return [...rows, ...timed];
}

const prunedText = share => (share === 1 ? 'no' : `to ${100 * share} % of FLOPs`);
const mean = values => values.reduce((sum, value) => sum + value, 0) / values.length;

export function table({rows, recipe}) {
  const timed = rows.filter(({target}) => target);
  const nameOf = ({network, target, form, batch}) => [network, target, form, batch].join(' | ');
  const shares = recipe.shares.map(prunedText);
  const body = [...new Set(timed.map(nameOf))].map(name => {
    const own = timed.filter(row => nameOf(row) === name);
    const of = (pruned, what) => mean(own.filter(row => row.pruned === pruned).map(row => row[what]));
    const time = pruned => milliseconds(of(pruned, 'milliseconds') / 1000);
    return [name, time('no'), ...shares.flatMap(one => [time(one), digits(2)(of(one, 'worth'))])];
  });
  const heads = recipe.shares.flatMap(share => [`>${100 * share} % of FLOPs`, '>time saved ÷ FLOPs saved']);
  return markdownTable(['network', 'target', 'form', '>batch', '>whole', ...heads], body);
}
