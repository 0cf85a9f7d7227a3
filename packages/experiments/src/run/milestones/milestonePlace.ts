import type {DataSet} from '@espalier/datasets';
import type {Stage} from '../../runs/stages.ts';
import type {PlannedRun} from '../planSweep.ts';
import type {RunContext} from '../runContext.ts';
import type {Unpruned} from '../unpruned.ts';

/** The run that milestones belong to, and what it works with. */
export interface MilestonePlace {
  readonly run: PlannedRun;
  readonly base: Stage;
  readonly data: DataSet;
  /** Where a metric compares with it. */
  readonly unpruned?: Unpruned;
  readonly context: RunContext;
}
