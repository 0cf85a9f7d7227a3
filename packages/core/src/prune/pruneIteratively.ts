import {createTeacher, type Teacher} from '../distill/teacher.ts';
import {disposeBatch} from '../evaluate.ts';
import {feedOf} from '../graph/feed.ts';
import type {Network} from '../graph/network.ts';
import {createOptimizer} from '../optimizers/createOptimizer.ts';
import {lowestUnits} from '../rank.ts';
import {createTuningRule, updatesSoFar} from './autoUpdates.ts';
import {createGoal} from './createGoal.ts';
import type {Goal} from './goal.ts';
import {TargetError, type PruneOptions, type PruneStep, type TunedMoment} from './pruneOptions.ts';
import {startState, structureAt, withoutUnits} from './pruneState.ts';
import {chooseExamples, rankingScores, tune} from './rankingScores.ts';
import {removeStep, type Stand} from './removeStep.ts';
import {unpruned} from './unpruned.ts';

/** Of the last updates, so many are done between two places to go on from. */
const FINAL_PART = 25;

/**
 * Prunes a network in place, round by round (section 2 of the paper): fine-tune and score on the same minibatches,
 * remove the lowest units, and again until the target is reached; then fine-tune once more. The optimizer's slots, batch statistics
 * and the data's order are carried through removals.
 *
 * The caller owns the loop: stopping it early leaves a valid network, and `onBoundary` hands out what `resume` goes on
 * from. Throws `TargetError` before doing anything when the target cannot be reached, `StructureError` when options name
 * layers that are not there, `TrainingError` when fine-tuning diverges, `RemovalError` when a removal is not what
 * ablation said.
 */
export async function* pruneIteratively(network: Network, options: PruneOptions): AsyncGenerator<PruneStep> {
  const {train, updates = 30, finalUpdates = updates, seed = 0, unitsPerStep, onBoundary, resume} = options;
  const structure = structureAt(network, resume?.state, options);
  let stand: Stand = {structure, state: resume?.state ?? startState(network, structure, options)};
  const goal = await createGoal(network, structure, stand.state, options);
  const optimizer = createOptimizer({...options, lr: options.lr ?? 1e-4}, resume?.optimizer);
  const recorded = chooseExamples(options.validation.size, options.recordExamples, `${seed}/record`);
  const check = await train.batch(Array.from({length: stand.state.checkExamples}, (_, i) => i));
  const boundary = () => onBoundary?.({state: stand.state, optimizer});
  const tuned = async (moment: TunedMoment): Promise<boolean> => {
    if ((await options.goesOn?.(moment)) === false) return false;
    await options.onTuned?.(moment);
    return true;
  };
  const {distill, autoUpdates} = options;
  let teacher: Teacher | undefined;
  const taught = () => teacher?.teach(stand.structure, stand.state.origins);
  try {
    teacher = distill && createTeacher(unpruned(network, resume, 'with its teacher'), distill, options);
    while (!stand.state.arrived) {
      const {state} = stand;
      const started = performance.now();
      const draw = Float64Array.from(state.draw);
      const onStability = state.step === 0 ? options.onStability : undefined;
      const start = updatesSoFar(state, updates);
      const rule = createTuningRule(autoUpdates, updates, state.tuned);
      const taking = {...options, distillation: taught(), enough: rule?.enough, onStability};
      const tuning = {...taking, optimizer, draw, start};
      const scores = await rankingScores(network, stand.structure, tuning);
      const fineTuned = performance.now();
      const soFar = start + (rule?.updates() ?? updates);
      if (!(await tuned({step: state.step, updates: soFar, structure: stand.structure}))) return;
      const gone = await chooseUnits(stand, scores, goal, options);
      const removal = {network, stand, gone, scores, options, optimizer, recorded, x: feedOf(check)};
      const step = await removeStep(removal);
      const arrived = (await goal.reached(step.structure)) || unitsPerStep === 'all';
      const measured = goal.measured?.();
      stand = {
        structure: step.structure,
        state: {...withoutUnits(state, gone), arrived, ...(measured && {measured}), ...(rule && {tuned: rule.tuned()})}
      };
      yield {
        ...step,
        ...(measured && {latency: measured.latency}),
        updates: soFar,
        ...(rule && {ownUpdates: rule.updates()}),
        seconds: {...step.seconds, fineTune: (fineTuned - started) / 1000}
      };
      await boundary();
    }
    const {step} = stand.state;
    const soFar = updatesSoFar(stand.state, updates);
    while (stand.state.finalUpdates < finalUpdates) {
      const done = stand.state.finalUpdates;
      const part = Math.min(FINAL_PART, finalUpdates - done);
      const tuning = {...options, optimizer, start: soFar + done, updates: part, distillation: taught()};
      const started = performance.now();
      await tune(network, tuning);
      options.onFinalPart?.((performance.now() - started) / 1000);
      stand = {...stand, state: {...stand.state, finalUpdates: done + part}};
      await boundary();
    }
    await tuned({step, updates: soFar + finalUpdates, structure: stand.structure});
  } finally {
    teacher?.dispose();
    goal.dispose();
    optimizer.dispose();
    disposeBatch(check);
  }
}

/** The units that go in this round: the lowest, and of those only as many as the target still needs. */
async function chooseUnits(
  {structure, state}: Stand,
  scores: Float64Array,
  goal: Goal,
  {unitsPerStep = 1, floor}: PruneOptions
): Promise<readonly number[]> {
  const original = new Map(structure.groups.map(({name}, i) => [name, state.sizes[i]!]));
  const count = unitsPerStep === 'all' ? structure.units : unitsPerStep;
  const lowest = lowestUnits(scores, structure, count, {floor, original});
  if (lowest.length > 0) return goal.needed(structure, lowest);
  const ratio = goal.measured?.().latency?.ratio.toPrecision(3);
  throw new TargetError(
    `Expected units that may still go, got every group at its floor, where latency is ${ratio} of the start.`
  );
}
