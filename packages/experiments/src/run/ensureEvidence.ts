import {rm} from 'node:fs/promises';
import {join} from 'node:path';
import {subset} from '@espalier/datasets';
import {fittingBatch} from '@espalier/core';
import {dataName} from '../jobs/dataName.ts';
import {givenStructure} from '../jobs/givenStructure.ts';
import {makeOracle} from '../jobs/makeOracle.ts';
import {makeScores} from '../jobs/makeScores.ts';
import type {MeasureInput} from '../jobs/measureInput.ts';
import {parseCurvature} from '../jobs/parseCurvature.ts';
import {using} from '../jobs/withModel.ts';
import {loadModel} from '../models/loadModel.ts';
import {engineIdentity} from '../runs/runKey.ts';
import {ensureStage, type Stage} from '../runs/stages.ts';
import {writeJson} from '../runs/writeAtomically.ts';
import {RESULTS_VERSION} from '../version.ts';
import {throwIfAborted, type RunProgress} from './events.ts';
import type {PlannedRun} from './planSweep.ts';
import type {RunContext} from './runContext.ts';

/**
 * Scores of the base network by every registered criterion, `scores.json`. One pass serves them all, so a sweep that
 * adds a criterion later finds its scores made.
 */
export async function ensureScores(run: PlannedRun, base: Stage, context: RunContext): Promise<Stage> {
  const {scores: settings} = run.config.settings;
  const {registry, store, signal} = context;
  const criteria = registry.names.map(name => registry.get(name));
  return ensureStage(store, {
    kind: 'scores',
    inputs: {...evidenceInputs(run, base, context), settings, criteria: registry.names, plugins: context.plugins},
    make: folder =>
      withBase(run, base, {context, examples: settings.examples}, async input => {
        const document = await makeScores(input, {
          criteria,
          batchSize: settings.batchSize,
          curvature: parseCurvature(settings.curvature),
          stability: settings.stability,
          onProgress: (done, total) => {
            throwIfAborted(signal);
            report(context, 'scores', done, total);
          }
        });
        await writeJson(join(folder, 'scores.json'), document);
      }),
    onWait: () => context.onProgress?.({kind: 'stage', stage: 'scores', state: 'waiting'})
  });
}

/** The measured oracle of the base network, `oracle.json`. Goes on where it was cut off. */
export async function ensureOracle(run: PlannedRun, base: Stage, context: RunContext): Promise<Stage | undefined> {
  const settings = run.config.settings.oracle;
  if (!settings) return undefined;
  return ensureStage(context.store, {
    kind: 'oracle',
    inputs: {...evidenceInputs(run, base, context), settings},
    resumable: true,
    make: folder =>
      withBase(run, base, {context, examples: settings.examples}, async input => {
        const progressFile = join(folder, 'partial.json');
        const document = await makeOracle(input, {
          // 250 is the default, whatever the network: what memory is good for may be less.
          batchSize: Math.min(settings.batchSize, fittingBatch(input.network)),
          progressFile,
          signal: stopSignal(context),
          onProgress: (done, total) => report(context, 'oracle', done, total)
        });
        await writeJson(join(folder, 'oracle.json'), document);
        await rm(progressFile, {force: true});
      }),
    onWait: () => context.onProgress?.({kind: 'stage', stage: 'oracle', state: 'waiting'})
  });
}

function evidenceInputs(run: PlannedRun, base: Stage, {engine}: RunContext) {
  const {inputs, config} = run;
  const {data} = inputs.digests;
  const structure = givenStructure(config.settings.prune);
  return {results: RESULTS_VERSION, engine: engineIdentity(engine), base: base.key, data, seed: config.seed, structure};
}

interface BaseOptions {
  readonly context: RunContext;
  readonly examples: number | 'all';
}

/** Loads the base network and hands it on with the training examples that evidence is taken from. */
async function withBase(
  run: PlannedRun,
  base: Stage,
  {context, examples}: BaseOptions,
  use: (input: MeasureInput) => Promise<void>
): Promise<void> {
  const {settings, seed} = run.config;
  const data = await context.openData(settings, seed);
  const {network, sha256} = await loadModel(join(base.folder, 'model'));
  await using(network, () =>
    use({
      network,
      examples: subset(data.train, examples),
      // Named by its stage, not by its place: the document is the same wherever the store lies.
      model: {path: `${base.key}/model`, sha256},
      data: {name: dataName(settings.dataset.name), split: 'train', sha256: data.sha256},
      seed,
      structure: givenStructure(settings.prune)
    })
  );
}

/** The oracle keeps what it has measured whichever way it is stopped. */
function stopSignal({signal, checkpointSoon}: RunContext): AbortSignal {
  return AbortSignal.any([signal, checkpointSoon].filter(one => one !== undefined));
}

function report({onProgress}: RunContext, stage: 'scores' | 'oracle', done: number, total: number): void {
  const progress: RunProgress = {kind: 'stage', stage, state: 'working', done, total};
  onProgress?.(progress);
}
