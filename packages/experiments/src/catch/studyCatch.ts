import {join} from 'node:path';
import {currentEngine} from '@espalier/backend';
import {cloneNetwork, disposeNetwork, findStructure, measureSize, type Criterion, type Network} from '@espalier/core';
import {stringify} from 'yaml';
import {digestOf, recordJson} from '../runs/canonicalJson.ts';
import {writeAtomically, writeJson} from '../runs/writeAtomically.ts';
import type {CatchSettings} from './catchSettings.ts';
import {pruneCatch, returnsOf, type CatchPruning, type Returns} from './pruneCatch.ts';
import {buildQNetwork} from './qNetwork.ts';
import {trainByPlay} from './trainByPlay.ts';

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
    const before = {...size, ...returnsOf(base, seed, settings.games)};
    say(`seed ${seed}: return ${before.validationReturn.toFixed(3)} unpruned, on validation games`);
    const pruned = new Map<Criterion, CatchPruning>();
    for (const ranker of criteria) {
      const network = cloneNetwork(base);
      const pruning = await pruneCatch(network, {ranker, seed, settings});
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
      await writeRun(folder, {seed, criterion, settings, result, curve: [{step: 0, updates: 0, ...before}, ...steps]});
    }
    disposeNetwork(base);
  }
}

/** A Q-network that has learned to play: its moves by chance get rarer over the first half of its updates. */
async function trainBase(seed: number, settings: CatchSettings): Promise<Network> {
  const {updates, lr} = settings.train;
  const {exploration: least} = settings.play;
  const network = buildQNetwork(seed);
  const exploration = (update: number) => Math.max(least, 1 - (2 * update) / updates);
  await trainByPlay(network, {updates, lr, seed: `${seed}/train`, exploration}, settings);
  return network;
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

interface RunFiles {
  readonly seed: number;
  readonly criterion: string;
  readonly settings: CatchSettings;
  readonly result: object;
  readonly curve: readonly object[];
}

async function writeRun(folder: string, {seed, criterion, settings, result, curve}: RunFiles): Promise<void> {
  const {prune, train, milestones, play, games} = settings;
  const config = {
    dataset: {name: 'catch', ...play, testGames: games},
    model: {name: 'q-network'},
    train,
    prune: {criterion, ...prune},
    milestones: {...milestones, controls: ['unpruned']},
    seed
  };
  const key = digestOf(config);
  const id = `${criterion}-s${seed}`;
  const run = join(folder, id);
  const {name, device, version, threads} = currentEngine();
  const engine = {name, device, version, threads};
  const meta = {format: 'espalier.meta/1', id, key, sweep: 'catch', seed, status: 'finished', engine};
  await writeAtomically(join(run, 'config.yaml'), stringify(config));
  await writeJson(join(run, 'meta.json'), meta);
  await writeAtomically(join(run, 'metrics.jsonl'), curve.map(point => `${recordJson(point)}\n`).join(''));
  await writeJson(join(run, 'result.json'), result);
}
