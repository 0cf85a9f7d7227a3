import {join} from 'node:path';
import {freezeBatchNorm, withFreshWeights, type Network} from '@espalier/core';
import {loadModel} from '../../models/loadModel.ts';
import {digestOf} from '../../runs/canonicalJson.ts';
import type {Control, MilestoneSettings} from '../../schema/milestones.ts';
import {trainedRate} from '../trainedRate.ts';
import {baseUpdates} from './baseUpdates.ts';
import {ensureControl, type MadeControl} from './ensureControl.ts';
import {milestonePhase} from './milestonePhase.ts';
import type {MilestonePlace} from './milestonePlace.ts';
import {tuningOf} from './tuningOf.ts';

/** Where a milestone is: the pruned network, and the updates that pruning took so far. */
interface ControlMoment {
  readonly network: Network;
  readonly updates: number;
}

type MakeControl = (settings: MilestoneSettings, moment: ControlMoment, place: MilestonePlace) => Promise<MadeControl>;

/** How each control is made or found. */
export const ENSURE_CONTROL: Readonly<Record<Control, MakeControl>> = {
  unpruned: ensureUnpruned,
  scratch: ensureScratch
};

/**
 * The base network after as many updates as the milestone had: those of pruning on the same minibatches, then the
 * milestone's own. It depends on no criterion, and runs that come to a milestone after equally many updates share it.
 */
function ensureUnpruned(
  milestones: MilestoneSettings,
  {updates}: ControlMoment,
  place: MilestonePlace
): Promise<MadeControl> {
  const {base, run} = place;
  const {settings, seed} = run.config;
  const phases = [{updates, lr: settings.prune.lr, seed}, milestonePhase(milestones, settings, seed)];
  return ensureControl(
    {
      kind: 'unpruned',
      begins: {base: base.key},
      start: async () => (await loadModel(join(base.folder, 'model'))).network,
      tuning: {...tuningOf(settings.prune), phases}
    },
    place
  );
}

/**
 * The milestone's shape with weights drawn anew, trained with the settings of base training by as many updates as base
 * training, pruning and the milestone took together.
 */
async function ensureScratch(
  milestones: MilestoneSettings,
  {network, updates: soFar}: ControlMoment,
  place: MilestonePlace
): Promise<MadeControl> {
  const {run, data} = place;
  const {settings, seed} = run.config;
  const {name: _name, weights: _weights, layers, ...graph} = network;
  const updates = baseUpdates(settings.train, data) + soFar + milestones.updates;
  return ensureControl(
    {
      kind: 'scratch',
      begins: {shape: digestOf({...graph, layers: [...layers]}), seed},
      // Another draw than that of the base network, some of whose layers may be whole.
      start: () => Promise.resolve(freshCopy(network, seed)),
      tuning: {
        ...tuningOf(settings.train),
        phases: [{updates, lr: await trainedRate(settings.train, place.base), seed}]
      }
    },
    place
  );
}

/** Batch normalization that was frozen with its statistics has none to keep. */
function freshCopy(network: Network, seed: number): Network {
  const fresh = withFreshWeights(network, `${seed}/scratch`);
  freezeBatchNorm(fresh, false);
  return fresh;
}
