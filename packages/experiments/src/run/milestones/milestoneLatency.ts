import {join} from 'node:path';
import type {Network} from '@espalier/core';
import {measureLatencyRow} from '../../jobs/measureLatencyRow.ts';
import {spreadOf, type Spread} from '../../jobs/spread.ts';
import {timedNetwork} from '../../jobs/timedNetwork.ts';
import {using} from '../../jobs/withModel.ts';
import {loadModel} from '../../models/loadModel.ts';
import type {MilestoneLatency, PassTime, RunLatencies} from '../../runs/meta.ts';
import type {Stage} from '../../runs/stages.ts';
import type {MilestoneTarget} from '../runResult.ts';

/** Passes of each network; less time than `espalier bench` takes, since a run has several milestones. */
const TIMING = {warmUp: 3, least: 15, most: 200, seconds: 0.5};

/** Times forward passes of a pruned network and of the base network, by turns. */
export async function measureMilestone(
  network: Network,
  base: Stage,
  {target, batch}: {readonly target: MilestoneTarget; readonly batch: number}
): Promise<MilestoneLatency> {
  const {network: dense} = await loadModel(join(base.folder, 'model'));
  return using(dense, async () => {
    const {model, other, faster} = await measureLatencyRow(timedNetwork(network), timedNetwork(dense), batch, TIMING);
    return {target, ...passTime(model), dense: passTime(other!), faster: faster!.median};
  });
}

function passTime({median, quartiles}: Spread): PassTime {
  return {milliseconds: median, quartiles};
}

/** The latencies of a run's milestones, for its `meta.json`. */
export function runLatencies(milestones: readonly MilestoneLatency[], batch: number): RunLatencies {
  const {median} = spreadOf(milestones.map(({dense}) => dense.milliseconds));
  return {batch, dense: {milliseconds: median}, milestones};
}
