import {removeUnitsChecked} from '../checkRemoval.ts';
import {disposeBatch, evaluate} from '../evaluate.ts';
import {feedOf, type Feed} from '../graph/feed.ts';
import {findStructure} from '../graph/findStructure.ts';
import type {Network} from '../graph/network.ts';
import type {Structure} from '../graph/structure.ts';
import {createOptimizer, type Optimizer} from '../optimizer.ts';
import {checkFloor, groupsByUnit, lowestUnits, rankUnits} from '../rank.ts';
import {drawUnits} from '../score/scoreUnits.ts';
import {measureSize} from '../target.ts';
import {checkExamples} from './checkExamples.ts';
import {createGoal} from './createGoal.ts';
import type {Goal} from './goal.ts';
import {TargetError, type PruneOptions, type PruneStep, type RemovedUnit} from './pruneOptions.ts';
import {chooseExamples, rankingScores, tune} from './rankingScores.ts';

/**
 * Prunes a network in place, round by round (section 2 of the paper): fine-tune and score on the same minibatches,
 * remove the lowest units, and again until the target is reached; then fine-tune once more. Momentum, batch statistics
 * and the data's order are carried through removals.
 *
 * The caller owns the loop: stopping it early leaves a valid network. Throws `TargetError` before doing anything when
 * the target cannot be reached, `StructureError` when options name layers that are not there, `TrainingError` when
 * fine-tuning diverges, `RemovalError` when a removal is not what ablation said.
 */
export async function* pruneIteratively(network: Network, options: PruneOptions): AsyncGenerator<PruneStep> {
  const {train, updates = 30, finalUpdates = updates, seed = 0, unitsPerStep, onTuned} = options;
  let state = startState(network, options);
  const goal = await createGoal(network, state.structure, options);
  const optimizer = createOptimizer({...options, lr: options.lr ?? 1e-4});
  const recorded = chooseExamples(options.validation.size, options.recordExamples, `${seed}/record`);
  const examples = Math.min(checkExamples(network), train.size);
  const check = await train.batch(Array.from({length: examples}, (_, i) => i));
  const tuning = () => ({...options, optimizer, draw: state.draw, start: state.step * updates});
  try {
    for (let arrived = false; !arrived;) {
      const started = performance.now();
      const scores = await rankingScores(network, state.structure, tuning());
      const fineTuned = performance.now();
      await onTuned?.({step: state.step, updates: (state.step + 1) * updates, structure: state.structure});
      const gone = await chooseUnits(state, scores, goal, options);
      const {next, step} = await remove({network, state, gone, scores, options, optimizer, recorded, x: feedOf(check)});
      state = next;
      arrived = (await goal.reached(state.structure)) || unitsPerStep === 'all';
      yield {
        ...step,
        ...(goal.latency && {latency: goal.latency()}),
        updates: state.step * updates,
        seconds: {...step.seconds, fineTune: (fineTuned - started) / 1000}
      };
    }
    await tune(network, {...tuning(), updates: finalUpdates});
    await onTuned?.({step: state.step, updates: state.step * updates + finalUpdates, structure: state.structure});
  } finally {
    goal.dispose();
    optimizer.dispose();
    disposeBatch(check);
  }
}

/** What is carried from removal to removal besides the network and the optimizer. */
interface State {
  readonly step: number;
  readonly structure: Structure;
  /** Sizes of the groups in the unpruned network: groups keep their order, not always their names. */
  readonly sizes: readonly number[];
  /** For each unit, its index in its group in the unpruned network. */
  readonly origins: readonly number[];
  /** For each unit, the number drawn for it once and for all. */
  readonly draw: Float64Array;
}

function startState(network: Network, options: PruneOptions): State {
  const structure = findStructure(network, options);
  checkFloor(structure, options);
  const sizes = structure.groups.map(({size}) => size);
  const origins = structure.groups.flatMap(({size}) => [...Array(size).keys()]);
  return {step: 0, structure, sizes, origins, draw: drawUnits(structure.units, options.seed ?? 0)};
}

/** The units that go in this round: the lowest, and of those only as many as the target still needs. */
async function chooseUnits(
  {structure, sizes}: State,
  scores: Float64Array,
  goal: Goal,
  {unitsPerStep = 1, floor}: PruneOptions
): Promise<readonly number[]> {
  const original = new Map(structure.groups.map(({name}, i) => [name, sizes[i]!]));
  const count = unitsPerStep === 'all' ? structure.units : unitsPerStep;
  const lowest = lowestUnits(scores, structure, count, {floor, original});
  if (lowest.length > 0) return goal.needed(structure, lowest);
  const ratio = goal.latency?.()?.ratio.toPrecision(3);
  throw new TargetError(
    `Expected units that may still go, got every group at its floor, where latency is ${ratio} of the start.`
  );
}

interface Removal {
  readonly network: Network;
  readonly state: State;
  readonly gone: readonly number[];
  readonly scores: Float64Array;
  readonly options: PruneOptions;
  readonly optimizer: Optimizer;
  /** Validation examples on which the removal is looked at. */
  readonly recorded: readonly number[];
  /** The self-check's examples. */
  readonly x: Feed;
}

async function remove({network, state, gone, scores, options, optimizer, recorded, x}: Removal) {
  const look = () => evaluate(network, options.validation, {indices: recorded, loss: options.loss});
  const started = performance.now();
  const before = await look();
  const looked = performance.now();
  const checked = removeUnitsChecked(network, state.structure, gone, x, [optimizer.slots]);
  const removed = performance.now();
  const after = await look();
  const evaluation = (looked - started + performance.now() - removed) / 1000;
  const next = withoutUnits(network, state, gone, options);
  const step = {
    step: next.step,
    removed: describeRemoved(state, gone, scores),
    before,
    after,
    left: measureSize(network, next.structure),
    structure: next.structure,
    difference: checked.difference,
    seconds: {removal: checked.removalSeconds, check: checked.checkSeconds, evaluation}
  };
  return {next, step};
}

function withoutUnits(network: Network, state: State, gone: readonly number[], options: PruneOptions): State {
  const set = new Set(gone);
  const left = [...state.draw.keys()].filter(unit => !set.has(unit));
  return {
    step: state.step + 1,
    structure: findStructure(network, options),
    sizes: state.sizes,
    origins: left.map(unit => state.origins[unit]!),
    draw: Float64Array.from(left, unit => state.draw[unit]!)
  };
}

function describeRemoved({structure, origins}: State, gone: readonly number[], scores: Float64Array): RemovedUnit[] {
  const groupOf = groupsByUnit(structure);
  const ranks = new Map(rankUnits(scores).map((unit, rank) => [unit, rank]));
  return gone.map(unit => ({
    group: groupOf[unit]!.name,
    index: unit - groupOf[unit]!.first,
    original: origins[unit]!,
    score: scores[unit]!,
    rank: ranks.get(unit)!
  }));
}
