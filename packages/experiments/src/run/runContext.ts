import type {Engine} from '@espalier/backend';
import type {CriteriaRegistry} from '../plugins/criteriaRegistry.ts';
import type {Surroundings} from '../runs/environment.ts';
import type {RunStore} from '../runs/runStore.ts';
import type {RunProgress} from './events.ts';
import type {DataOpener} from './openRunData.ts';

/** What runs share. */
export interface RunContext {
  readonly store: RunStore;
  readonly engine: Engine;
  readonly surroundings: Surroundings;
  readonly registry: CriteriaRegistry;
  /** Digests of the plugins, in the order of the configuration. */
  readonly plugins: readonly string[];
  readonly openData: DataOpener;
  /** Where archives that the user has are looked for. */
  readonly dataDir?: string;
  /** A run by itself: what it refuses to do is thrown, and leaves no folder behind. */
  readonly lone?: boolean;
  /** Stops at the next step. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: RunProgress) => void;
}
