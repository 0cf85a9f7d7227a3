import {createHash} from 'node:crypto';
import {readFile, stat} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import {countParameters, inferShapes, type Network} from '@espalier/core';
import {modelDigest, type LoadedModel} from '../models/loadModel.ts';
import {toInt8Onnx} from '../models/onnx/int8/toInt8Onnx.ts';
import type {OnnxGraph} from '../models/onnx/onnxGraph.ts';
import {saveOnnx} from '../models/onnx/saveOnnx.ts';
import {toOnnx} from '../models/onnx/toOnnx.ts';
import {saveModel} from '../models/saveModel.ts';
import type {WeightType} from '../models/weightTypes.ts';
import {refuseFull} from '../runs/wholeFolder.ts';
import {VERSION} from '../version.ts';
import type {JobDataOptions} from './openJobData.ts';
import {withModel, withModelAndData} from './withModel.ts';

/** What 8-bit values are calibrated on. */
export interface CalibrationOptions extends Pick<JobDataOptions, 'split' | 'examples' | 'dataDir'> {
  readonly data: string;
  /** Share of the values to cover, in (0, 100]; the extremes, 100, unless given. */
  readonly percentile?: number;
}

export interface ExportModelOptions {
  /** New or empty folder for a layers model, file for ONNX, which is written over. */
  readonly out: string;
  readonly to: 'tfjs' | 'onnx';
  /** How a layers model stores kernels; float32 unless given. */
  readonly weights?: WeightType;
  /** Shape of one example, where the model leaves sizes open. */
  readonly inputShape?: readonly number[];
  /** Makes convolutions and dense layers of an ONNX model compute in 8 bits. */
  readonly int8?: CalibrationOptions;
}

/** `export --json`. */
export interface ExportedDocument {
  readonly format: 'espalier.exported/1';
  readonly espalier: string;
  readonly model: {readonly path: string; readonly sha256: string};
  readonly to: 'tfjs' | 'onnx';
  readonly out: {readonly path: string; readonly sha256: string};
  /** How kernels are stored. */
  readonly weights: WeightType | 'int8';
  readonly calibration?: {
    readonly data: {readonly name: string; readonly split: string; readonly examples: number; readonly sha256: string};
    readonly percentile: number;
  };
  /** Of everything that was written. */
  readonly bytes: number;
  readonly parameters: number;
  /** Shapes of one example of each input, and of what each output gives for it; channels last. */
  readonly inputs: readonly (readonly number[])[];
  readonly outputs: readonly (readonly number[])[];
}

/** `espalier export`: a model as others take it, with its final softmax. */
export async function exportModel(path: string, options: ExportModelOptions): Promise<ExportedDocument> {
  const {to, out, inputShape, int8} = options;
  if (to === 'tfjs') await refuseFull(resolve(out), out);
  if (int8) return exportInt8(path, out, int8);
  return withModel(
    path,
    async model => {
      const {weights = 'float32'} = options;
      const {network} = model;
      const written =
        to === 'tfjs' ? await writeLayersModel(network, out, weights) : await writeOnnx(toOnnx(network), out);
      return describeExport(model, {to, weights, ...written});
    },
    {inputShape}
  );
}

async function exportInt8(path: string, out: string, options: CalibrationOptions): Promise<ExportedDocument> {
  const {data, percentile = 100, ...wanted} = options;
  return withModelAndData(path, data, wanted, async (model, {name, dataset, split, examples}) => {
    const written = await writeOnnx(await toInt8Onnx(model.network, examples, {percentile}), out);
    const seen = {name, split, examples: examples.size, sha256: dataset.sha256};
    return describeExport(model, {to: 'onnx', weights: 'int8', calibration: {data: seen, percentile}, ...written});
  });
}

type Written = Pick<ExportedDocument, 'out' | 'bytes'>;

async function writeLayersModel(network: Network, out: string, weights: WeightType): Promise<Written> {
  await saveModel(network, out, {weights});
  const files = await Promise.all(['model.json', 'weights.bin'].map(name => stat(join(out, name))));
  return {out: {path: out, sha256: await modelDigest(out)}, bytes: files.reduce((sum, {size}) => sum + size, 0)};
}

async function writeOnnx(graph: OnnxGraph, out: string): Promise<Written> {
  await saveOnnx(graph, out);
  const bytes = await readFile(out);
  return {out: {path: out, sha256: createHash('sha256').update(bytes).digest('hex')}, bytes: bytes.byteLength};
}

function describeExport(
  {network, path, sha256}: LoadedModel,
  written: Pick<ExportedDocument, 'to' | 'out' | 'weights' | 'calibration' | 'bytes'>
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
