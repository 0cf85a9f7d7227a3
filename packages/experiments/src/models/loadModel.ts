import {createHash} from 'node:crypto';
import {readFile, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {readModel, type ModelParts, type Network} from '@espalier/core';
import {isKerasFile, readKerasFile} from './keras/readKerasFile.ts';
import {ModelError} from './ModelError.ts';
import {readLayersModel} from './readLayersModel.ts';
import {withInputShape} from './withInputShape.ts';
import {withKnownSizes} from './withKnownSizes.ts';

/** A network from disk; the caller disposes it. */
export interface LoadedModel {
  readonly network: Network;
  /** As the user gave it. */
  readonly path: string;
  /** Over `model.json` and the weight files in manifest order, or over the bytes of a Keras file. */
  readonly sha256: string;
}

export interface LoadOptions {
  /** Shape of one example, in place of the one that the model names (which may leave sizes open). */
  readonly inputShape?: readonly number[];
}

/**
 * Loads a TensorFlow.js layers model (a folder with `model.json` and its weight files, or the path of `model.json`) or
 * a Keras model (`.h5`, `.keras`).
 *
 * Throws a ModelError that names the file when something is missing, cut short, not finite or of the wrong shape, when
 * the model has a layer that the engine does not know, or code, which is never run.
 */
export async function loadModel(path: string, {inputShape}: LoadOptions = {}): Promise<LoadedModel> {
  const {parts, sha256} = await readParts(path);
  try {
    const {topology, weights} = parts;
    const network = readModel({topology: inputShape ? withInputShape(topology, inputShape) : topology, weights});
    return {network: withKnownSizes(network), path, sha256};
  } catch (cause) {
    throw new ModelError(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`, {cause});
  }
}

/** sha256 of a model on disk, without making a network of it. */
export async function modelDigest(path: string): Promise<string> {
  return (await readParts(path)).sha256;
}

async function readParts(path: string): Promise<{readonly parts: ModelParts; readonly sha256: string}> {
  const file = await modelFile(path);
  const hash = createHash('sha256');
  if (file.endsWith('.json')) return {parts: await readLayersModel(file, hash), sha256: hash.digest('hex')};
  const bytes = await readFile(file);
  return {parts: await readKerasFile(bytes, path), sha256: hash.update(bytes).digest('hex')};
}

async function modelFile(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (!found) {
    throw new ModelError(
      `Expected a model folder, a model.json or a Keras file (.h5, .keras), got ${path}, which does not exist.`
    );
  }
  const file = found.isDirectory() ? join(path, 'model.json') : path;
  if (!file.endsWith('.json') && !isKerasFile(file)) {
    throw new ModelError(
      `Expected a TensorFlow.js layers model (a folder with model.json) or a Keras file (.h5, .keras), got ${path}.`
    );
  }
  if (found.isDirectory() && !(await stat(file).catch(() => undefined))) {
    throw new ModelError(`Expected ${path} to hold a model.json, got a folder without one.`);
  }
  return file;
}
