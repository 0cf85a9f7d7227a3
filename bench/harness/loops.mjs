// The whole loop, as `parts/loop.mjs` times it and `parts/accuracy.mjs` repeats it: one recipe, common starts, and turns.
import {join} from 'node:path';
import {withBase} from './base.mjs';
import {withContenders} from './contender.mjs';
import {channelsLastSide, espalierSide, pytorchSide} from './sides.mjs';

/** Units of vgg-s. */
export const UNITS = 448;
const RECIPE = {unitsPerStep: 8, updates: 10, lr: 0.001, keep: 0.25, evaluateEvery: 32};
const QUICK = {...RECIPE, unitsPerStep: 32, updates: 2};

/** Who runs the loop. The second prunes by Espalier, to the sizes of layers that another side's removals left. */
const SIDES = {
  espalier: context => espalierSide('loop.mjs', context, {name: 'espalier'}),
  'espalier-at-sizes': context => espalierSide('loop.mjs', context, {name: 'espalier-at-sizes'}),
  faithful: context => pytorchSide('loop.py', context, {name: 'faithful'}),
  'faithful, channels last': context => channelsLastSide('loop.py', context, {name: 'faithful, channels last'}),
  'torch-pruning': context => pytorchSide('loop.py', context, {name: 'torch-pruning'}),
  'torch-pruning, channels last': context =>
    channelsLastSide('loop.py', context, {name: 'torch-pruning, channels last'})
};

/** What the loops of all seeds start from, by seed; `missing` is the reason where there are no data. */
export function startsOf(context, seeds) {
  const recipe = context.quick ? QUICK : RECIPE;
  const updates = (Math.round((UNITS * (1 - recipe.keep)) / recipe.unitsPerStep) + 1) * recipe.updates;
  return withBase(context, async base => {
    const data = await base.fashion();
    if (data.missing) return data;
    const starts = [];
    for (const seed of seeds) starts.push({seed, data: data.folder, ...(await base.trained(seed, updates))});
    return {recipe, note: data.note, starts, base: starts.map(({seed, accuracy}) => ({seed, accuracy}))};
  });
}

/**
 * Runs loops from one start. `slots` take turns between one accuracy and the next; the methods of a slot run one after
 * the other, and each is told the sizes of layers that the one before it has left. Gives a run for each method.
 */
export function runLoops(context, recipe, {folder, seed, data}, slots) {
  return withContenders(
    slots.flat().map(method => SIDES[method](context)),
    async (...sides) => {
      const common = {...recipe, seed, weights: folder, train: join(data, 'train'), test: join(data, 'test')};
      const runs = sides.map(({name, hello}) => ({method: name, seed, ...versionsIn(hello), sizes: [], points: []}));
      // The layout is the process's.
      for (const side of sides) await side.ask('start', {method: side.name.split(',')[0], ...common});
      const finished = new Set();
      const advance = async slot => {
        let given;
        for (const method of slot) {
          const i = sides.findIndex(({name}) => name === method);
          const {points, seconds, sizes, done} = await sides[i].ask('advance', {sizes: given});
          runs[i].points.push(...points.map(point => ({...point, seconds})));
          runs[i].sizes.push(...sizes);
          if (done) finished.add(method);
          given = sizes;
        }
      };
      const isDone = slot => slot.every(method => finished.has(method));
      for (let turn = 0; !slots.every(isDone); turn++) {
        for (const i of slots.keys()) {
          const slot = slots[(turn + i) % slots.length];
          if (!isDone(slot)) await advance(slot);
        }
      }
      return runs;
    }
  );
}

const versionsIn = ({version, torchPruning}) => ({version, ...(torchPruning && {torchPruning})});
