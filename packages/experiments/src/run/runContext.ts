import type {Engine} from '@espalier/backend';
import type {CriteriaRegistry} from '../plugins/criteriaRegistry.ts';
import type {Surroundings} from '../runs/environment.ts';
import type {Launched} from '../runs/meta.ts';
import type {RunLog} from '../runs/runLog.ts';
import type {RunRecord} from '../runs/runRecord.ts';
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
  /** The command that the user typed; this process's own unless given. */
  readonly argv?: readonly string[];
  /** Who started the run; this process by itself unless given. */
  readonly launcher?: Launched;
  /** Throws where what is here is not what the run was planned for. */
  readonly check?: () => Promise<void>;
  /** Stops at the next step; the reason `cancelled` says that the run is not to be gone on with by itself. */
  readonly signal?: AbortSignal;
  /** Goes on to the next place that a checkpoint can be written at, writes one and stops: nothing is lost. */
  readonly checkpointSoon?: AbortSignal;
  /** Where a run under way notes what happens to it. */
  readonly log?: Pick<RunLog, 'say' | 'complain'>;
  /** The `meta.json` of a run under way. */
  readonly record?: Pick<RunRecord, 'meta' | 'note' | 'update'>;
  readonly onProgress?: (progress: RunProgress) => void;
}
