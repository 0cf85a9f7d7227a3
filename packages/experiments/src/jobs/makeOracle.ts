import {readFile} from 'node:fs/promises';
import {findStructure, lossChanges, measureOracle, unitFlops, type OracleState} from '@espalier/core';
import {throwIfAborted} from '../run/events.ts';
import {writeJson} from '../runs/writeAtomically.ts';
import {VERSION} from '../version.ts';
import {unitRecords, type OracleDocument} from './documents.ts';
import type {MeasureInput} from './measureInput.ts';

export interface MakeOracleOptions {
  readonly batchSize: number;
  /** Where an unfinished measurement is kept, to go on from after a crash. */
  readonly progressFile: string | undefined;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

// Between two writes of the progress file; what is lost by a crash is at most this much work.
const SAVE_MILLISECONDS = 5_000;

/** Ablates each unit in turn, as an `oracle.json` document. Goes on from the progress file where there is one. */
export async function makeOracle(input: MeasureInput, options: MakeOracleOptions): Promise<OracleDocument> {
  const {network, examples, model, data, seed} = input;
  const {batchSize, progressFile, signal, onProgress} = options;
  const structure = findStructure(network, input.structure);
  let state = progressFile === undefined ? undefined : await readState(progressFile);
  let saved = Date.now();
  for await (const next of measureOracle(network, examples, {structure, batchSize, resume: state})) {
    state = next;
    onProgress?.(next.done, next.total);
    if (signal?.aborted || Date.now() - saved > SAVE_MILLISECONDS) {
      if (progressFile !== undefined) await writeJson(progressFile, next);
      saved = Date.now();
    }
    throwIfAborted(signal);
  }
  if (!state) throw new Error('Expected the oracle to have groups to measure, got a network without any.');
  return {
    format: 'espalier.oracle/1',
    espalier: VERSION,
    model,
    data: {...data, examples: examples.size},
    seed,
    loss: state.lossSum / state.examples,
    units: unitRecords(structure, unitFlops(network, structure)),
    lossChange: [...lossChanges(state)]
  };
}

async function readState(file: string): Promise<OracleState | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as OracleState);
}
