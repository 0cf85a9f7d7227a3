import type {Examples} from '../data.ts';
import {createTeacher} from '../distill/teacher.ts';
import {findStructure} from '../graph/findStructure.ts';
import type {Network} from '../graph/network.ts';
import type {Structure} from '../graph/structure.ts';
import type {StructureOptions} from '../graph/structureOptions.ts';
import {createOptimizer} from '../optimizers/createOptimizer.ts';
import {removeUnits} from '../removeUnits.ts';
import {measureSize, type Size} from '../target.ts';
import {createTuningRule, type Tuned} from './autoUpdates.ts';
import type {PruneOptions, RemovedUnit} from './pruneOptions.ts';
import type {Ranker} from './ranker.ts';
import {shownTo, tune} from './rankingScores.ts';

/** What a pruning log says of one step. */
export interface LoggedStep {
  readonly step: number;
  readonly removed: readonly Pick<RemovedUnit, 'group' | 'index' | 'original'>[];
  readonly left: Pick<Size, 'units' | 'parameters' | 'flops'>;
}

type Repeated =
  | 'updates'
  | 'autoUpdates'
  | 'finalUpdates'
  | 'optimizer'
  | 'lr'
  | 'momentum'
  | 'weightDecay'
  | 'batchSize'
  | 'seed'
  | 'loss'
  | 'distill'
  | 'onUpdate';

export interface ReplayOptions extends StructureOptions, Pick<PruneOptions, Repeated> {
  /** What the pruning was fine-tuned on; without it units are cut and nothing else. */
  readonly train?: Examples;
  /** What units were ranked by: nothing is scored, but passes show what it looked at, and so round alike. */
  readonly ranker?: Ranker;
  /** The pruning was stopped in front of a step: its last updates are those that this step would have been ranked by. */
  readonly stopped?: boolean;
}

/** A log does not fit the network that it is replayed on. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError';
}

/**
 * Prunes a network in place as a log says: the same units step by step, and the same fine-tuning in between where
 * training data are given, so that the same engine gives the same bits as the pruning that wrote the log. Nothing is
 * scored. Yields the size after each step.
 *
 * Throws a `ReplayError` at the first step that names what is not there, or leaves another size than it says.
 */
export async function* replayRemovals(
  network: Network,
  log: readonly LoggedStep[],
  options: ReplayOptions
): AsyncGenerator<Size> {
  const {train, ranker, lr = 1e-4, updates = 30, finalUpdates = updates, distill, stopped, autoUpdates} = options;
  const teacher = train && distill && createTeacher(network, distill, options);
  const taught = () => teacher?.teach(structure, origins.flat());
  const optimizer = createOptimizer({...options, lr});
  const shown = () => ranker && shownTo(ranker, network, structure);
  let structure = findStructure(network, options);
  let origins = structure.groups.map(({size}) => [...Array(size).keys()]);
  let soFar = 0;
  let before: Tuned | undefined;
  // In front of a step, as often as pruning itself did: the same losses end it where they did then.
  const tuneForStep = async (examples: Examples) => {
    const rule = createTuningRule(autoUpdates, updates, before);
    const passes = {shown: shown(), distillation: taught(), enough: rule?.enough};
    await tune(network, {...options, ...passes, train: examples, optimizer, updates, start: soFar});
    soFar += rule?.updates() ?? updates;
    before = rule?.tuned();
  };
  try {
    for (const step of log) {
      if (train) await tuneForStep(train);
      const gone = loggedUnits(structure, origins, step);
      removeUnits(network, structure, gone, optimizer.slots);
      origins = originsWithout(structure, origins, new Set(gone));
      structure = findStructure(network, options);
      yield checkedSize(network, structure, step);
    }
    if (train && stopped) await tuneForStep(train);
    else if (train) {
      const last = {train, optimizer, updates: finalUpdates, start: soFar, distillation: taught()};
      await tune(network, {...options, ...last});
    }
  } finally {
    teacher?.dispose();
    optimizer.dispose();
  }
}

/** The units that a step names, checked against the structure and the origins: for each group, those of its units. */
function loggedUnits(
  {groups}: Structure,
  origins: readonly (readonly number[])[],
  {step, removed}: LoggedStep
): number[] {
  const fail = (expected: string, got: string) => new ReplayError(`Step ${step}: Expected ${expected}, got ${got}.`);
  const units = removed.map(({group: name, index, original}) => {
    const at = groups.findIndex(group => group.name === name);
    const group = groups[at];
    if (!group) throw fail(`a group of ${groups.map(one => one.name).join(', ')}`, `"${name}"`);
    const origin = origins[at]![index];
    if (origin === undefined) throw fail(`an index from 0 to ${group.size - 1} in ${name}`, String(index));
    if (origin !== original) throw fail(`unit ${index} of ${name} to be ${origin} originally`, String(original));
    return group.first + index;
  });
  if (new Set(units).size < units.length) throw fail('different units', 'one twice');
  for (const {name, first, size} of groups) {
    const left = size - units.filter(unit => unit >= first && unit < first + size).length;
    if (left < 1) throw fail(`a unit to stay in ${name}`, 'none');
  }
  return units;
}

function originsWithout(
  {groups}: Structure,
  origins: readonly (readonly number[])[],
  gone: ReadonlySet<number>
): number[][] {
  return groups.map(({first}, at) => origins[at]!.filter((_origin, index) => !gone.has(first + index)));
}

function checkedSize(network: Network, structure: Structure, {step, left}: LoggedStep): Size {
  const size = measureSize(network, structure);
  for (const key of ['units', 'parameters', 'flops'] as const) {
    if (size[key] === left[key]) continue;
    throw new ReplayError(
      `Step ${step}: Expected ${left[key]} ${key} to be left, as the log says, got ${size[key]}. It is the log of another model.`
    );
  }
  return size;
}
