import {writeFile} from 'node:fs/promises';
import {startEngine} from '@espalier/backend';
import {executeRun, type Executed} from '../run/executeRun.ts';
import {loadExperiment} from '../run/loadExperiment.ts';
import {dataOpener} from '../run/openRunData.ts';
import {planSweep, type PlannedRun} from '../run/planSweep.ts';
import type {RunContext} from '../run/runContext.ts';
import {holdingRun} from '../runs/runLease.ts';
import {openRunStore} from '../runs/runStore.ts';

/** The one run of an experiment file, to be attempted as often as a test likes. */
export interface OneRun {
  readonly run: PlannedRun;
  readonly attempt: (how?: Partial<RunContext>) => Promise<Executed>;
  /** Stops at the first place that a checkpoint can be written at. */
  readonly attemptPart: (how?: Partial<RunContext>) => Promise<Executed>;
}

export async function oneRun(file: string, text: string, runs: string): Promise<OneRun> {
  await writeFile(file, text);
  const engine = await startEngine({onNotice: () => undefined});
  const {runs: configs, registry, plugins} = await loadExperiment(file);
  const store = openRunStore(runs);
  const openData = dataOpener();
  const shared = {store, engine, registry, plugins, openData};
  const [run] = await planSweep(configs, shared);
  const surroundings = {
    environment: {host: {name: 'here', platform: '', cpu: '', cores: 1, memoryGiB: 1}, node: '', espalier: ''}
  };
  const attempt: OneRun['attempt'] = async how => {
    const done = await holdingRun(run!.folder, () => executeRun(run!, {...shared, surroundings, ...how}), {wait: true});
    if (done.held) throw new Error('Expected nobody else at the run.');
    return done.value;
  };
  return {
    run: run!,
    attempt,
    attemptPart: how => {
      const soon = new AbortController();
      // Both base training and pruning begin with it.
      const opening: RunContext['openData'] = (...how) => openData(...how).finally(() => soon.abort());
      return attempt({openData: opening, checkpointSoon: soon.signal, ...how});
    }
  };
}
