import {removeUnitsChecked} from '../checkRemoval.ts';
import {evaluate} from '../evaluate.ts';
import type {Feed} from '../graph/feed.ts';
import {findStructure} from '../graph/findStructure.ts';
import type {Network} from '../graph/network.ts';
import type {Structure} from '../graph/structure.ts';
import type {Optimizer} from '../optimizers/optimizer.ts';
import {groupsByUnit, rankUnits} from '../rank.ts';
import {measureSize} from '../target.ts';
import type {PruneOptions, PruneStep, RemovedUnit} from './pruneOptions.ts';
import type {PruneState} from './pruneState.ts';

/** The network between two steps. */
export interface Stand {
  readonly structure: Structure;
  readonly state: PruneState;
}

export interface Removal {
  readonly network: Network;
  readonly stand: Stand;
  readonly gone: readonly number[];
  readonly scores: Float64Array;
  readonly options: PruneOptions;
  readonly optimizer: Optimizer;
  /** Validation examples on which the removal is looked at. */
  readonly recorded: readonly number[];
  /** The self-check's examples. */
  readonly x: Feed;
}

/** What the removal itself tells of a step. */
export type RemovalStep = Omit<PruneStep, 'updates' | 'ownUpdates' | 'latency' | 'seconds'> & {
  readonly seconds: Omit<PruneStep['seconds'], 'fineTune'>;
};

/** Removes units from the network and its optimizer, and looks at the network before and after. */
export async function removeStep(removal: Removal): Promise<RemovalStep> {
  const {network, stand, gone, scores, options, optimizer, recorded, x} = removal;
  const look = () => evaluate(network, options.validation, {indices: recorded, loss: options.loss});
  const started = performance.now();
  const before = await look();
  const looked = performance.now();
  const checked = removeUnitsChecked(network, stand.structure, gone, x, optimizer.slots);
  const removed = performance.now();
  const after = await look();
  const evaluation = (looked - started + performance.now() - removed) / 1000;
  const structure = findStructure(network, options);
  return {
    step: stand.state.step + 1,
    removed: describeRemoved(stand, gone, scores),
    before,
    after,
    left: measureSize(network, structure),
    structure,
    difference: checked.difference,
    seconds: {removal: checked.removalSeconds, check: checked.checkSeconds, evaluation}
  };
}

function describeRemoved({structure, state}: Stand, gone: readonly number[], scores: Float64Array): RemovedUnit[] {
  const groupOf = groupsByUnit(structure);
  const ranks = new Map(rankUnits(scores).map((unit, rank) => [unit, rank]));
  return gone.map(unit => ({
    group: groupOf[unit]!.name,
    index: unit - groupOf[unit]!.first,
    original: state.origins[unit]!,
    score: scores[unit]!,
    rank: ranks.get(unit)!
  }));
}
