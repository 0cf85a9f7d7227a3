import {createHash} from 'node:crypto';
import {readFile, stat} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import {countParameters, inferShapes, type Network} from '@espalier/core';
import {modelDigest, type LoadedModel} from '../models/loadModel.ts';
import {saveOnnx} from '../models/onnx/saveOnnx.ts';
import {toOnnx} from '../models/onnx/toOnnx.ts';
import {saveModel} from '../models/saveModel.ts';
import type {WeightType} from '../models/weightTypes.ts';
import {refuseFull} from '../runs/wholeFolder.ts';
import {VERSION} from '../version.ts';
import {withModel} from './withModel.ts';

export interface ExportModelOptions {
  /** New or empty folder for a layers model, file for ONNX, which is written over. */
  readonly out: string;
  readonly to: 'tfjs' | 'onnx';
  /** How a layers model stores kernels; float32 unless given. */
  readonly weights?: WeightType;
  /** Shape of one example, where the model leaves sizes open. */
  readonly inputShape?: readonly number[];
}

/** `export --json`. */
export interface ExportedDocument {
  readonly format: 'espalier.exported/1';
  readonly espalier: string;
  readonly model: {readonly path: string; readonly sha256: string};
  readonly to: 'tfjs' | 'onnx';
  readonly out: {readonly path: string; readonly sha256: string};
  /** How kernels are stored. */
  readonly weights: WeightType;
  /** Of everything that was written. */
  readonly bytes: number;
  readonly parameters: number;
  /** Shapes of one example of each input, and of what each output gives for it; channels last. */
  readonly inputs: readonly (readonly number[])[];
  readonly outputs: readonly (readonly number[])[];
}

/** `espalier export`: a model as others take it, with its final softmax. */
export async function exportModel(path: string, options: ExportModelOptions): Promise<ExportedDocument> {
  const {to, out, inputShape, weights = 'float32'} = options;
  const target = resolve(out);
  if (to === 'tfjs') await refuseFull(target, out);
  return withModel(
    path,
    async model => {
      const written = to === 'tfjs' ? await writeLayersModel(model, target, weights) : await writeOnnx(model, target);
      return describeExport(model, {to, out: {path: out, sha256: written.sha256}, weights, bytes: written.bytes});
    },
    {inputShape}
  );
}

interface Written {
  readonly sha256: string;
  readonly bytes: number;
}

async function writeLayersModel({network}: LoadedModel, folder: string, weights: WeightType): Promise<Written> {
  await saveModel(network, folder, {weights});
  const files = await Promise.all(['model.json', 'weights.bin'].map(name => stat(join(folder, name))));
  return {sha256: await modelDigest(folder), bytes: files.reduce((sum, {size}) => sum + size, 0)};
}

async function writeOnnx({network}: LoadedModel, file: string): Promise<Written> {
  await saveOnnx(toOnnx(network), file);
  const bytes = await readFile(file);
  return {sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.byteLength};
}

function describeExport(
  {network, path, sha256}: LoadedModel,
  written: Pick<ExportedDocument, 'to' | 'out' | 'weights' | 'bytes'>
): ExportedDocument {
  const shapes = inferShapes(network);
  const shown = (ids: Network['inputs']) => ids.map(id => shapes.get(id)!);
  return {
    format: 'espalier.exported/1',
    espalier: VERSION,
    model: {path, sha256},
    ...written,
    parameters: countParameters(network),
    inputs: shown(network.inputs),
    outputs: shown(network.outputs)
  };
}
