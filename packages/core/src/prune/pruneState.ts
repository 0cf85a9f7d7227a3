import {findStructure} from '../graph/findStructure.ts';
import type {Network} from '../graph/network.ts';
import type {Structure} from '../graph/structure.ts';
import type {StructureOptions} from '../graph/structureOptions.ts';
import type {OptimizerState} from '../optimizers/optimizer.ts';
import type {Measured} from './goal.ts';
import {checkFloor} from '../rank.ts';
import {drawUnits} from '../score/scoreUnits.ts';
import {measureSize, type Size} from '../target.ts';
import type {Tuned} from './autoUpdates.ts';
import {checkExamples} from './checkExamples.ts';
import type {PruneOptions} from './pruneOptions.ts';

/**
 * Where pruning stands between two steps, besides the network and the optimizer: plain data that JSON keeps to the last
 * bit. The order of the data and all random numbers follow from the seed and the number of updates.
 */
export interface PruneState {
  /** Removals so far. */
  readonly step: number;
  /** Whether the target is reached: only the last updates are left. */
  readonly arrived: boolean;
  /** Updates since the last removal, once the target is reached. */
  readonly finalUpdates: number;
  /** What the unpruned network came to: the target is a fraction of it. */
  readonly start: Size;
  /** Sizes of the groups in the unpruned network: groups keep their order, not always their names. */
  readonly sizes: readonly number[];
  /** For each unit left, its index in its group in the unpruned network. */
  readonly origins: readonly number[];
  /** For each unit left, the number drawn for it once and for all. */
  readonly draw: readonly number[];
  /** Examples of the self-check: as many as the unpruned network could afford. */
  readonly checkExamples: number;
  /** Measurements so far, where latency is the target. */
  readonly measured?: Measured;
  /** What fine-tuning came to in front of the last removal, where a rule ends it. */
  readonly tuned?: Tuned;
}

/** All that pruning needs to go on later from where it stands, together with the network. */
export interface PruneCheckpoint {
  readonly state: PruneState;
  readonly optimizer: OptimizerState;
}

/** A checkpoint to go on from, with the network as it was then. */
export interface PruneResume extends PruneCheckpoint {
  /** The unpruned network, which a latency target is measured beside, and which teaches; the caller disposes it. */
  readonly original?: Network;
}

/** The state in front of the first step. */
export function startState(network: Network, structure: Structure, options: PruneOptions): PruneState {
  checkFloor(structure, options);
  return {
    step: 0,
    arrived: false,
    finalUpdates: 0,
    start: measureSize(network, structure),
    sizes: structure.groups.map(({size}) => size),
    origins: structure.groups.flatMap(({size}) => [...Array(size).keys()]),
    draw: [...drawUnits(structure.units, options.seed ?? 0)],
    checkExamples: Math.min(checkExamples(network), options.train.size)
  };
}

/** The state after a removal. */
export function withoutUnits(state: PruneState, gone: readonly number[]): PruneState {
  const set = new Set(gone);
  const left = [...state.draw.keys()].filter(unit => !set.has(unit));
  return {
    ...state,
    step: state.step + 1,
    origins: left.map(unit => state.origins[unit]!),
    draw: left.map(unit => state.draw[unit]!)
  };
}

/** The structure of a network to go on pruning from a state. Throws where the two do not belong together. */
export function structureAt(network: Network, state: PruneState | undefined, options: StructureOptions): Structure {
  const structure = findStructure(network, options);
  if (state && structure.units !== state.origins.length) {
    throw new Error(
      `Expected a network of ${state.origins.length} units, as pruning left it at step ${state.step}, got one of ${structure.units}.`
    );
  }
  return structure;
}
