import {rm} from 'node:fs/promises';
import {countFlops, countParameters, updatesSoFar} from '@espalier/core';
import type {RunLatencies} from '../../runs/meta.ts';
import {writeJson} from '../../runs/writeAtomically.ts';
import {milestonesOf, type MilestoneSettings} from '../../schema/milestones.ts';
import type {MilestoneRow} from '../runResult.ts';
import {ENSURE_CONTROL} from './controls.ts';
import {milestoneFiles, readMilestone, type MilestoneRecord} from './milestoneFiles.ts';
import {runLatencies} from './milestoneLatency.ts';
import type {MilestonePlace} from './milestonePlace.ts';
import {tuneCopy, type Milestone, type PassingNetwork} from './tuneCopy.ts';

/** The milestones of a run. */
export interface Milestones {
  /** Whether the network has come to milestones that are not done. */
  readonly isAt: (passing: PassingNetwork) => boolean;
  /** Does those, on copies: the network and its optimizer stay as they are. */
  readonly pass: (passing: PassingNetwork) => Promise<void>;
  /** All of them, once pruning has come to its end. */
  readonly rows: () => readonly MilestoneRow[];
  readonly latencies: () => RunLatencies;
}

/**
 * The milestones that settings ask for, with what earlier attempts at the run have done of them. Each is kept in a file as
 * soon as it is done, and its fine-tuning and controls may be stopped on the way.
 */
export async function openMilestones(settings: MilestoneSettings, place: MilestonePlace): Promise<Milestones> {
  const {run, context} = place;
  const {quantity, fractions} = milestonesOf(settings);
  const {controls = [], latencyBatch = 1} = settings;
  const found = await Promise.all(fractions.map((_fraction, number) => readMilestone(run.folder, number)));
  const records = [...found];
  const noteStages = ({stages}: MilestoneRecord) =>
    context.record?.note({stages: {...context.record.meta().stages, ...stages}});
  for (const record of records) if (record) noteStages(record);
  const keep = async (number: number, record: MilestoneRecord) => {
    await writeJson(milestoneFiles(run.folder, number).record, record);
    noteStages(record);
    return (records[number] = record);
  };
  const isDone = (number: number) => {
    const record = records[number];
    return record !== undefined && controls.every(name => record.row.controls?.[name]);
  };
  const toDo = (passing: PassingNetwork) => {
    const share = shareLeft(passing, quantity);
    return [...fractions.keys()].filter(number => share(fractions[number]!) && !isDone(number));
  };
  const pass = async (passing: PassingNetwork, milestone: Milestone) => {
    const {number, target} = milestone;
    let record = records[number] ?? (await keep(number, await tuneCopy(passing, milestone, place)));
    await rm(milestoneFiles(run.folder, number).checkpoint, {force: true});
    const updates = updatesSoFar(passing.checkpoint.state, run.config.settings.prune.updates);
    for (const name of controls.filter(one => !record.row.controls?.[one])) {
      const {stage, row} = await ENSURE_CONTROL[name](settings, {network: passing.network, updates}, place);
      record = await keep(number, {
        ...record,
        row: {...record.row, controls: {...record.row.controls, [name]: row}},
        stages: {...record.stages, [`${name} ${quantity}=${target[quantity]}`]: stage.key}
      });
    }
    context.log?.say(`milestone ${quantity}=${target[quantity]} done behind step ${record.row.step}`);
  };
  const all = () => records.map(record => record ?? fail());
  return {
    isAt: passing => toDo(passing).length > 0,
    pass: async passing => {
      for (const number of toDo(passing)) {
        await pass(passing, {settings, number, target: {[quantity]: fractions[number]}});
      }
    },
    rows: () => all().map(({row}) => row),
    latencies: () =>
      runLatencies(
        all().map(({latency}) => latency),
        latencyBatch
      )
  };
}

/** Whether at most a fraction of the unpruned network is left. */
function shareLeft({network, checkpoint: {state}}: PassingNetwork, quantity: 'units' | 'flops' | 'params') {
  const {start} = state;
  const [left, whole] = {
    units: () => [state.origins.length, start.units] as const,
    flops: () => [countFlops(network), start.flops] as const,
    params: () => [countParameters(network), start.parameters] as const
  }[quantity]();
  return (fraction: number) => left <= fraction * whole;
}

function fail(): never {
  throw new Error('Expected pruning to pass every milestone, got to its end before one.');
}
