import type {Network} from '../graph/network.ts';
import type {PruneResume} from './pruneState.ts';

/** The network as it is, or as it was before the steps that a checkpoint has behind it. `how` says what needs it. */
export function unpruned(network: Network, resume: PruneResume | undefined, how: string): Network {
  if (!resume) return network;
  if (!resume.original) {
    throw new Error(`Expected the unpruned network to go on ${how}, got a checkpoint without it.`);
  }
  return resume.original;
}
