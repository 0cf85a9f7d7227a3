import type {RunStore} from '../../runs/runStore.ts';
import type {Tracking} from '../../schema/tracking.ts';
import type {Follower} from './followToMlflow.ts';

export interface Tracked {
  readonly store: RunStore;
  readonly sweep: string;
  readonly onNotice?: (line: string) => void;
}

/** Follows a sweep to where it is tracked. What that takes is loaded only where it is. */
export async function startTracking(tracking: Tracking | undefined, tracked: Tracked): Promise<Follower | undefined> {
  if (!tracking) return undefined;
  const {followToMlflow} = await import('./followToMlflow.ts');
  return followToMlflow({...tracked, uri: tracking.mlflow, experiment: tracking.experiment});
}
