import {createHash} from 'node:crypto';
import {readFile, stat} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {readModel, type ModelParts, type Network, type WeightData} from '@espalier/core';
import {z} from 'zod';
import {ModelError} from './ModelError.ts';
import {decodeGroup, manifestGroup} from './weightFiles.ts';

/** A network from disk; the caller disposes it. */
export interface LoadedModel {
  readonly network: Network;
  /** As the user gave it. */
  readonly path: string;
  /** Over `model.json` and the weight files in manifest order. */
  readonly sha256: string;
}

export interface LoadOptions {
  /** Shape of one example, in place of the one that the model names (which may leave sizes open). */
  readonly inputShape?: readonly number[];
}

const document = z.object({modelTopology: z.record(z.string(), z.unknown()), weightsManifest: z.array(manifestGroup)});

/**
 * Loads a TensorFlow.js layers model: a folder with `model.json` and its weight files, or the path of `model.json`.
 *
 * Throws a ModelError that names the file when something is missing, cut short, not finite or of the wrong shape, or
 * when the model has a layer that the engine does not know.
 */
export async function loadModel(path: string, {inputShape}: LoadOptions = {}): Promise<LoadedModel> {
  const {parts, sha256} = await readParts(await modelJsonPath(path));
  try {
    const {topology, weights} = parts;
    const network = readModel({topology: inputShape ? withInputShape(topology, inputShape) : topology, weights});
    return {network, path, sha256};
  } catch (cause) {
    throw new ModelError(`${path}: ${messageOf(cause)}`, {cause});
  }
}

async function readParts(file: string): Promise<{parts: ModelParts; sha256: string}> {
  const text = await readFile(file);
  const hash = createHash('sha256').update(text);
  const {modelTopology, weightsManifest} = parseDocument(text.toString('utf8'), file);
  const weights = new Map<string, WeightData>();
  for (const group of weightsManifest) {
    const shards = await Promise.all(group.paths.map(path => readShard(file, path)));
    shards.forEach(shard => hash.update(shard));
    for (const [name, weight] of decode(group, Buffer.concat(shards), file)) weights.set(name, weight);
  }
  return {parts: {topology: modelTopology, weights}, sha256: hash.digest('hex')};
}

/** The topology with another `batch_input_shape` wherever it names one. */
function withInputShape(topology: unknown, shape: readonly number[]): unknown {
  const text = JSON.stringify(topology);
  return JSON.parse(text, (key, value: unknown) => (key === 'batch_input_shape' ? [null, ...shape] : value));
}

/** sha256 of a model on disk, without making a network of it. */
export async function modelDigest(path: string): Promise<string> {
  return (await readParts(await modelJsonPath(path))).sha256;
}

async function modelJsonPath(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (!found)
    throw new ModelError(`Expected a model folder or the path of a model.json, got ${path}, which does not exist.`);
  const file = found.isDirectory() ? join(path, 'model.json') : path;
  if (!file.endsWith('.json')) {
    throw new ModelError(`Expected a TensorFlow.js layers model (a folder with model.json), got ${path}.`);
  }
  if (found.isDirectory() && !(await stat(file).catch(() => undefined))) {
    throw new ModelError(`Expected ${path} to hold a model.json, got a folder without one.`);
  }
  return file;
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

async function readShard(file: string, path: string): Promise<Buffer> {
  try {
    return await readFile(join(dirname(file), path));
  } catch (cause) {
    throw new ModelError(`${file}: Expected the weight file ${path} beside it, got ${messageOf(cause)}.`, {cause});
  }
}

function decode(group: z.output<typeof manifestGroup>, bytes: Uint8Array, file: string): Map<string, WeightData> {
  try {
    return decodeGroup(group, bytes);
  } catch (cause) {
    throw new ModelError(`${file}: ${messageOf(cause)}`, {cause});
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
