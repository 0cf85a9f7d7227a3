import {access, constants, mkdir, readFile, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {cacheFolder, currentEngine, withLock} from '@espalier/backend';
import {countOracleFlops, findStructure, fittingBatch, type OracleFlops, type StructureOptions} from '@espalier/core';
import {digestOf} from '../runs/canonicalJson.ts';
import {engineIdentity} from '../runs/runKey.ts';
import {writeJson} from '../runs/writeAtomically.ts';
import {RESULTS_VERSION} from '../version.ts';
import type {OracleDocument} from './documents.ts';
import {givenStructure} from './givenStructure.ts';
import {makeOracle} from './makeOracle.ts';
import type {JobDataOptions} from './openJobData.ts';
import {withModelAndData} from './withModel.ts';

export interface MeasureOracleOptions extends JobDataOptions, StructureOptions {
  /** As many as memory is good for, 250 at most, unless given. */
  readonly batchSize?: number;
  readonly seed?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
  /** Where finished and unfinished measurements are kept; the per-user cache unless given. */
  readonly cache?: string;
}

/** An oracle, and whether it was measured now or taken from the cache. */
export interface MeasuredOracle {
  readonly document: OracleDocument;
  readonly cached: boolean;
  /** For one example. */
  readonly flops: OracleFlops;
}

/**
 * `espalier oracle`: an `oracle.json` document. What was measured before for the same model, data and options is not
 * measured again, and a measurement that was cut off goes on where it was.
 */
export async function measureOracleFile(
  path: string,
  data: string,
  options: MeasureOracleOptions = {}
): Promise<MeasuredOracle> {
  const {seed = 0, cache = join(cacheFolder(), 'oracles'), signal, onProgress} = options;
  return withModelAndData(path, data, options, async ({network, sha256}, {name, dataset, split, examples}) => {
    const head = {
      model: {path, sha256},
      data: {name, split, sha256: dataset.sha256},
      seed,
      structure: givenStructure(options)
    };
    const batchSize = options.batchSize ?? fittingBatch(network);
    const flops = countOracleFlops(network, findStructure(network, head.structure));
    const engine = engineIdentity(currentEngine());
    const inputs = {results: RESULTS_VERSION, sha256, data: dataset.sha256, split, examples: examples.size, batchSize};
    const file = join(cache, `${digestOf({...inputs, seed, engine, structure: head.structure})}.json`);
    return withLock(`oracle ${file}`, async () => {
      const known = await readCached(file);
      // Names are those of this call: the cache answers for contents, wherever they lie.
      if (known) return {document: {...known, model: head.model, data: {...known.data, name}}, cached: true, flops};
      // Where nothing can be remembered there is still something to measure.
      const remembers = await canWrite(cache);
      const progressFile = remembers ? file.replace(/json$/, 'partial.json') : undefined;
      const document = await makeOracle({network, examples, ...head}, {batchSize, progressFile, signal, onProgress});
      if (progressFile !== undefined) {
        await writeJson(file, document);
        await rm(progressFile, {force: true});
      }
      return {document, cached: false, flops};
    });
  });
}

async function canWrite(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, {recursive: true});
    await access(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

async function readCached(file: string): Promise<OracleDocument | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as OracleDocument);
}
