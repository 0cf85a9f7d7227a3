import {cloneNetwork, disposeNetwork, findStructure, measureSize, type Criterion, type Network} from '@espalier/core';
import type {CatchSettings} from './catchSettings.ts';
import {searchRates} from './chooseRate.ts';
import {meanReturn} from './meanReturn.ts';
import {pruneCatch} from './pruneCatch.ts';
import {trainBase} from './trainBase.ts';
import {writeCatchRun} from './writeCatchRun.ts';

export interface CatchRates {
  /** Gets a folder of records for each pair of rates and seed. */
  readonly folder: string;
  /** Other ones than the study's. */
  readonly seeds: readonly number[];
  readonly ranker: Criterion;
  /** Of base training and of pruning; in `settings`, the rate of pruning is the one beside which those of training are tried. */
  readonly rates: {readonly train: readonly number[]; readonly prune: readonly number[]};
  readonly settings: CatchSettings;
  readonly say?: (line: string) => void;
}

/**
 * Chooses the learning rate of base training, by what the trained network returns, and then that of pruning, by what it returns
 * once it is pruned, both by `chooseRate` on validation games; test games are not played. Every run is written.
 */
export async function chooseCatchRates(options: CatchRates): Promise<{readonly train: number; readonly prune: number}> {
  const {seeds, rates, settings, say = () => undefined} = options;
  const bases = new Map<string, Network>();
  const known = new Map<string, RunOfRates>();
  const runsAt = async (train: number, prune: number) => {
    const runs: RunOfRates[] = [];
    for (const seed of seeds) {
      const tried = {...settings, train: {...settings.train, lr: train}, prune: {...settings.prune, lr: prune}};
      const base = bases.get(`${train} ${seed}`) ?? (await trainBase(seed, tried));
      bases.set(`${train} ${seed}`, base);
      const run =
        known.get(`${train} ${prune} ${seed}`) ?? (await pruneOnce(base, {...options, seed, settings: tried}));
      known.set(`${train} ${prune} ${seed}`, run);
      runs.push(run);
    }
    const [before, after] = (['before', 'after'] as const).map(at => runs.map(run => run[at].toFixed(3)).join(' '));
    say(`training by ${train}: ${before}; pruning by ${prune}: ${after}`);
    return runs;
  };
  const train = await searchRates(rates.train, async rate =>
    (await runsAt(rate, settings.prune.lr)).map(({before}) => before)
  );
  const prune = await searchRates(rates.prune, async rate => (await runsAt(train.rate, rate)).map(({after}) => after));
  bases.forEach(disposeNetwork);
  return {train: train.rate, prune: prune.rate};
}

/** Mean returns of validation games. */
interface RunOfRates {
  readonly before: number;
  readonly after: number;
}

type OnceOptions = Pick<CatchRates, 'folder' | 'ranker' | 'settings'> & {readonly seed: number};

/** Prunes a copy of a trained network and writes the records. */
async function pruneOnce(base: Network, {folder, seed, ranker, settings}: OnceOptions): Promise<RunOfRates> {
  const judge = (network: Network) => ({
    validationReturn: meanReturn(network, {games: settings.games, seed: `${seed}/validation`})
  });
  const before = {...measureSize(base, findStructure(base)), ...judge(base)};
  const network = cloneNetwork(base);
  const {milestones} = await pruneCatch(network, {ranker, seed, settings, judge});
  disposeNetwork(network);
  const {step, updates, fraction: _fraction, ...after} = milestones.at(-1)!;
  const {name: criterion} = ranker;
  const metric = {name: 'validationReturn', goal: 'maximize', value: after.validationReturn};
  await writeCatchRun(folder, {
    ...{seed, criterion, settings, controls: []},
    point: {'train.lr': settings.train.lr, 'prune.lr': settings.prune.lr},
    result: {format: 'espalier.run/1', criterion, seed, metric, before, after},
    curve: [
      {step: 0, updates: 0, ...before},
      {step, updates, ...after}
    ]
  });
  return {before: before.validationReturn, after: after.validationReturn};
}
