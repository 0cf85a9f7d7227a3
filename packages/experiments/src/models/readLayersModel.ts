import type {createHash} from 'node:crypto';
import {readFile, stat} from 'node:fs/promises';
import {dirname, isAbsolute, join} from 'node:path';
import type {ModelParts, WeightData} from '@espalier/core';
import {z} from 'zod';
import {refuseCode} from './keras/refuseCode.ts';
import {ModelError} from './ModelError.ts';
import {decodeGroup, manifestGroup, type ManifestGroup} from './weightFiles.ts';

const document = z.object({modelTopology: z.record(z.string(), z.unknown()), weightsManifest: z.array(manifestGroup)});

/**
 * Reads the `model.json` of a TensorFlow.js layers model and the weight files beside it; `hash` takes in all of them in
 * manifest order.
 *
 * Throws a ModelError that names the file where something is missing, cut short, outside the folder, or code.
 */
export async function readLayersModel(file: string, hash: ReturnType<typeof createHash>): Promise<ModelParts> {
  const text = await readFile(file);
  hash.update(text);
  const {modelTopology, weightsManifest} = parseDocument(text.toString('utf8'), file);
  inFile(file, () => refuseCode(modelTopology));
  refuseTwins(weightsManifest, file);
  const weights = new Map<string, WeightData>();
  for (const group of weightsManifest) {
    const shards = await Promise.all(group.paths.map(path => readShard(file, path)));
    shards.forEach(shard => hash.update(shard));
    const decoded = inFile(file, () => decodeGroup(group, Buffer.concat(shards)));
    for (const [name, weight] of decoded) weights.set(name, weight);
  }
  return {topology: modelTopology, weights};
}

function parseDocument(text: string, file: string): z.output<typeof document> {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    throw new ModelError(`${file}: Expected JSON, got ${text === '' ? 'an empty file' : messageOf(cause)}.`, {cause});
  }
  const result = document.safeParse(data);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const key = issue?.path.map(String).join('.') || 'the file';
  throw new ModelError(`${file}: Expected a TensorFlow.js layers model; ${key}: ${issue?.message}.`);
}

/** TensorFlow.js refuses such a model too: nobody could tell whose weights they are. */
function refuseTwins(manifest: readonly ManifestGroup[], file: string): void {
  const seen = new Set<string>();
  for (const {name} of manifest.flatMap(group => group.weights)) {
    if (seen.has(name)) throw new ModelError(`${file}: Expected names of weights to differ, got "${name}" twice.`);
    seen.add(name);
  }
}

async function readShard(file: string, path: string): Promise<Buffer> {
  if (isAbsolute(path) || path.split(/[\\/]/).includes('..')) {
    throw new ModelError(`${file}: Expected weight files to lie beside it, got the path ${path}.`);
  }
  const shard = join(dirname(file), path);
  const found = await stat(shard).catch(() => undefined);
  // A device or a pipe may never end.
  if (found && !found.isFile()) {
    throw new ModelError(`${file}: Expected the weight file ${path} to be a file, got something else.`);
  }
  try {
    return await readFile(shard);
  } catch (cause) {
    throw new ModelError(`${file}: Expected the weight file ${path} beside it, got ${messageOf(cause)}.`, {cause});
  }
}

function inFile<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new ModelError(`${file}: ${messageOf(cause)}`, {cause});
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
