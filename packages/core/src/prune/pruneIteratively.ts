import {tf} from '@espalier/backend';
import {removeUnitsChecked} from '../checkRemoval.ts';
import {evaluate} from '../evaluate.ts';
import {findStructure} from '../graph/findStructure.ts';
import type {Network} from '../graph/network.ts';
import type {Structure} from '../graph/structure.ts';
import {createOptimizer, type Optimizer} from '../optimizer.ts';
import {groupsByUnit, lowestUnits, rankUnits} from '../rank.ts';
import {drawUnits} from '../score/scoreUnits.ts';
import {measureSize, neededRemovals, smallestSize, type Target} from '../target.ts';
import {TargetError, type PruneOptions, type PruneStep, type RemovedUnit} from './pruneOptions.ts';
import {chooseExamples, rankingScores, tune} from './rankingScores.ts';

const CHECK_EXAMPLES = 8;

/**
 * Prunes a network in place, round by round (section 2 of the paper): fine-tune and score on the same minibatches,
 * remove the lowest units, and again until the target is reached; then fine-tune once more. Momentum, batch statistics
 * and the data's order are carried through removals.
 *
 * The caller owns the loop: stopping it early leaves a valid network. Throws `TargetError` before doing anything when
 * the target cannot be reached, `TrainingError` when fine-tuning diverges, `RemovalError` when a removal is not what
 * ablation said.
 */
export async function* pruneIteratively(network: Network, options: PruneOptions): AsyncGenerator<PruneStep> {
  const {train, until, updates = 30, finalUpdates = updates, seed = 0, onTuned} = options;
  let state = startState(network, options);
  const limit = checkReachable(network, state.structure, until, options);
  const sizes = new Map(state.structure.groups.map(group => [group.name, group.size]));
  const optimizer = createOptimizer({...options, lr: options.lr ?? 1e-4});
  const recorded = chooseExamples(options.validation.size, options.recordExamples, `${seed}/record`);
  const check = await train.batch(Array.from({length: Math.min(CHECK_EXAMPLES, train.size)}, (_, i) => i));
  const tuning = () => ({...options, optimizer, draw: state.draw, start: state.step * updates});
  try {
    while (measureSize(network, state.structure)[until.quantity] > limit) {
      const started = performance.now();
      const scores = await rankingScores(network, state.structure, tuning());
      const fineTuned = performance.now();
      await onTuned?.({step: state.step, updates: (state.step + 1) * updates, structure: state.structure});
      const gone = chooseUnits(network, state.structure, scores, {...options, limit, sizes});
      const {next, step} = await remove({network, state, gone, scores, options, optimizer, recorded, x: check.x});
      state = next;
      yield {
        ...step,
        updates: state.step * updates,
        seconds: {...step.seconds, fineTune: (fineTuned - started) / 1000}
      };
    }
    if (state.step === 0) return;
    await tune(network, {...tuning(), updates: finalUpdates});
    await onTuned?.({step: state.step, updates: state.step * updates + finalUpdates, structure: state.structure});
  } finally {
    optimizer.dispose();
    tf.dispose([check.x, check.y]);
  }
}

/** What is carried from removal to removal besides the network and the optimizer. */
interface State {
  readonly step: number;
  readonly structure: Structure;
  /** For each unit, its index in its group in the unpruned network. */
  readonly origins: readonly number[];
  /** For each unit, the number drawn for it once and for all. */
  readonly draw: Float64Array;
}

function startState(network: Network, options: PruneOptions): State {
  const structure = findStructure(network, options);
  const origins = structure.groups.flatMap(({size}) => [...Array(size).keys()]);
  return {step: 0, structure, origins, draw: drawUnits(structure.units, options.seed ?? 0)};
}

function checkReachable(network: Network, structure: Structure, until: Target, options: PruneOptions): number {
  const {quantity, fraction} = until;
  if (!(fraction > 0 && fraction < 1)) {
    throw new TargetError(`Expected the target for ${quantity} to be a fraction in (0, 1), got ${fraction}.`);
  }
  const start = measureSize(network, structure)[quantity];
  const limit = fraction * start;
  const smallest = smallestSize(network, options)[quantity];
  if (smallest <= limit) return limit;
  throw new TargetError(
    `Expected a target for ${quantity} that pruning can reach, got ${fraction}: with one unit (or the floor) left in ` +
      `every group, ${(smallest / start).toPrecision(3)} of ${quantity} remain.`
  );
}

type Choice = PruneOptions & {readonly limit: number; readonly sizes: ReadonlyMap<string, number>};

/** The units that go in this round: the lowest, and of those only as many as the target still needs. */
function chooseUnits(
  network: Network,
  structure: Structure,
  scores: Float64Array,
  {unitsPerStep = 1, floor, until, limit, sizes}: Choice
): readonly number[] {
  const lowest = lowestUnits(scores, structure, unitsPerStep, {floor, original: sizes});
  return neededRemovals(network, structure, lowest, {quantity: until.quantity, limit});
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
  readonly x: tf.Tensor;
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
