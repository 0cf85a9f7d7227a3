import {cloneNetwork, disposeNetwork, findStructure, measureSize, type Criterion, type Network} from '@espalier/core';
import type {CatchSettings} from './catchSettings.ts';
import {pruneCatch, returnsOf, type CatchPruning, type Returns} from './pruneCatch.ts';
import {trainBase} from './trainBase.ts';
import {trainByPlay} from './trainByPlay.ts';
import {writeCatchRun} from './writeCatchRun.ts';

export interface CatchStudy {
  /** Gets a folder of records for each criterion and seed, as a sweep's in reports/runs. */
  readonly folder: string;
  readonly seeds: readonly number[];
  readonly criteria: readonly Criterion[];
  readonly settings: CatchSettings;
  readonly say?: (line: string) => void;
}

/**
 * Trains a Q-network for each seed, prunes copies of it by each criterion, and writes what came of it. The control at each
 * milestone is the unpruned network after as many updates.
 */
export async function studyCatch({
  folder,
  seeds,
  criteria,
  settings,
  say = () => undefined
}: CatchStudy): Promise<void> {
  for (const seed of seeds) {
    const base = await trainBase(seed, settings);
    const size = measureSize(base, findStructure(base));
    const judge = (network: Network) => returnsOf(network, seed, settings.games);
    const before = {...size, ...judge(base)};
    say(`seed ${seed}: return ${before.validationReturn.toFixed(3)} unpruned, on validation games`);
    const pruned = new Map<Criterion, CatchPruning>();
    for (const ranker of criteria) {
      const network = cloneNetwork(base);
      const pruning = await pruneCatch(network, {ranker, seed, settings, judge});
      disposeNetwork(network);
      pruned.set(ranker, pruning);
      const returns = pruning.milestones.map(row => `${row.fraction}: ${row.validationReturn.toFixed(3)}`);
      say(`seed ${seed}, ${ranker.name}: ${returns.join(', ')}`);
    }
    const wanted = [...pruned.values()].flatMap(({milestones}) => milestones.map(({updates}) => updates));
    const unpruned = await returnsAlong(base, {seed, settings, wanted});
    for (const [{name: criterion}, {steps, milestones}] of pruned) {
      const rows = milestones.map(({fraction, ...row}) => ({
        target: {flops: fraction},
        ...row,
        controls: {unpruned: {updates: row.updates, ...unpruned.get(row.updates)}}
      }));
      const {step: _step, updates: _updates, fraction: _fraction, ...after} = milestones.at(-1)!;
      const metric = {name: 'validationReturn', goal: 'maximize', value: after.validationReturn};
      const result = {format: 'espalier.run/1', criterion, seed, metric, before, after, milestones: rows};
      const curve = [{step: 0, updates: 0, ...before}, ...steps];
      await writeCatchRun(folder, {seed, criterion, settings, controls: ['unpruned'], result, curve});
    }
    disposeNetwork(base);
  }
}

interface Along {
  readonly seed: number;
  readonly settings: CatchSettings;
  /** Numbers of updates. */
  readonly wanted: readonly number[];
}

/** What the unpruned network comes to as it learns on: its returns after so many updates. */
async function returnsAlong(base: Network, {seed, settings, wanted}: Along): Promise<ReadonlyMap<number, Returns>> {
  const {play, prune, games} = settings;
  const network = cloneNetwork(base);
  const returns = new Map<number, Returns>();
  await trainByPlay(
    network,
    {
      updates: Math.max(...wanted),
      lr: prune.lr,
      seed: `${seed}/unpruned`,
      exploration: () => play.exploration,
      onUpdate: done => {
        if (wanted.includes(done)) returns.set(done, returnsOf(network, seed, games));
      }
    },
    settings
  );
  disposeNetwork(network);
  return returns;
}
