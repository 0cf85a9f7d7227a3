import type {DataSet} from '@espalier/datasets';
import type {Stage} from '../../runs/stages.ts';
import type {PlannedRun} from '../planSweep.ts';
import type {RunContext} from '../runContext.ts';

/** The run that milestones belong to, and what it works with. */
export interface MilestonePlace {
  readonly run: PlannedRun;
  readonly base: Stage;
  readonly data: DataSet;
  readonly context: RunContext;
}
