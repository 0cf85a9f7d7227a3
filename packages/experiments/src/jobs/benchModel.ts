import type {LatencyOptions} from '@espalier/core';
import {ModelError} from '../models/ModelError.ts';
import {VERSION} from '../version.ts';
import {benchDevice, type BenchDevice, type BenchEngine} from './benchDevice.ts';
import {withSubject, type BenchSubject} from './benchSubject.ts';
import {measureLatencyRow, type LatencyRow} from './measureLatencyRow.ts';
import {isZooName} from './withModel.ts';

/** What was timed and what ran it. */
export interface BenchedModel extends BenchEngine {
  readonly path: string;
  readonly sha256: string;
  /** Of one example; absent, like parameters, for ONNX models, whose operators are not counted. */
  readonly flops?: number;
  readonly parameters?: number;
}

/** `bench --json`. */
export interface LatencyDocument {
  readonly format: 'espalier.latency/1';
  readonly espalier: string;
  /** The machine, and what runs the first model on it. */
  readonly device: BenchDevice;
  readonly warmUp: number;
  readonly model: BenchedModel;
  readonly other?: BenchedModel;
  readonly rows: readonly LatencyRow[];
}

export interface BenchModelOptions {
  /** Measured beside the model, by turns. */
  readonly other?: string;
  readonly batches?: readonly number[];
  readonly inputShape?: readonly number[];
  /** Passes that are not counted. */
  readonly warmUp?: number;
  readonly timing?: Omit<LatencyOptions, 'warmUp'>;
}

const TIMING = {least: 15, most: 200, seconds: 2};

/**
 * `espalier bench`: how long a forward pass takes on made-up examples, and how much longer another model takes. The engine
 * runs models of ours, ONNX Runtime those in .onnx files.
 */
export async function benchModel(path: string, options: BenchModelOptions = {}): Promise<LatencyDocument> {
  const {other, inputShape, batches = [1, 32], warmUp = 3, timing = TIMING} = options;
  const measure = async (model: BenchSubject, second?: BenchSubject): Promise<LatencyDocument> => {
    const device = benchDevice(model.engine);
    const rows: LatencyRow[] = [];
    for (const batch of batches) rows.push(await measureLatencyRow(model, second, batch, {warmUp, ...timing}));
    const named = {model: describe(model), ...(second && {other: describe(second)})};
    return {format: 'espalier.latency/1', espalier: VERSION, device, warmUp, ...named, rows};
  };
  return withSubject(path, {inputShape}, async model => {
    if (other === undefined) return measure(model);
    // A network of the zoo adapts to the model that it is compared with.
    const fitting = (await isZooName(other)) ? model.inputShapes[0] : inputShape;
    return withSubject(other, {inputShape: fitting}, second => {
      checkSameInputs(model.inputShapes, second.inputShapes, other);
      return measure(model, second);
    });
  });
}

function checkSameInputs(one: BenchSubject['inputShapes'], other: typeof one, path: string): void {
  const [expected, got] = [one, other].map(shapes => shapes.map(shape => `[${shape.join(', ')}]`).join(', '));
  if (expected === got) return;
  throw new ModelError(`Expected ${path} to read the inputs that the first model reads, ${expected}, got ${got}.`);
}

function describe({path, sha256, engine, size}: BenchSubject): BenchedModel {
  return {path, sha256, ...engine, ...size};
}
