import {tf} from '@espalier/backend';
import {
  countFlops,
  countParameters,
  inferShapes,
  measureLatency,
  type LatencyOptions,
  type Network
} from '@espalier/core';
import type {LoadedModel} from '../models/loadModel.ts';
import {ModelError} from '../models/ModelError.ts';
import {VERSION} from '../version.ts';
import {benchDevice, type BenchDevice} from './benchDevice.ts';
import {madeUpInputs} from './madeUpInputs.ts';
import {spreadOf, type Spread} from './spread.ts';
import {isZooName, withModel} from './withModel.ts';

export interface BenchedModel {
  readonly path: string;
  readonly sha256: string;
  readonly flops: number;
  readonly parameters: number;
}

/** Forward passes in evaluation mode at one batch size, in milliseconds. */
export interface LatencyRow {
  readonly batch: number;
  readonly model: Spread;
  readonly other?: Spread;
  /** Time of the other model over the model's, pass by pass: above 1 where the model is faster. */
  readonly faster?: Spread;
}

/** `bench --json`. */
export interface LatencyDocument {
  readonly format: 'espalier.latency/1';
  readonly espalier: string;
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

/** `espalier bench`: how long a forward pass takes on made-up examples, and how much longer another model takes. */
export async function benchModel(path: string, options: BenchModelOptions = {}): Promise<LatencyDocument> {
  const {other, inputShape, batches = [1, 32], warmUp = 3, timing = TIMING} = options;
  const measure = async (model: LoadedModel, second?: LoadedModel): Promise<LatencyDocument> => {
    const device = benchDevice();
    const rows: LatencyRow[] = [];
    for (const batch of batches) {
      rows.push(await measureLatencyRow(model.network, second?.network, batch, {warmUp, ...timing}));
    }
    const named = {model: describe(path, model), ...(second && {other: describe(other!, second)})};
    return {format: 'espalier.latency/1', espalier: VERSION, device, warmUp, ...named, rows};
  };
  return withModel(
    path,
    async model => {
      if (other === undefined) return measure(model);
      const shapes = inputShapes(model.network);
      // A network of the zoo adapts to the model that it is compared with.
      const fitting = (await isZooName(other)) ? shapes[0] : inputShape;
      return withModel(
        other,
        second => {
          checkSameInputs(shapes, inputShapes(second.network), other);
          return measure(model, second);
        },
        {inputShape: fitting}
      );
    },
    {inputShape}
  );
}

function inputShapes(network: Network): readonly (readonly number[])[] {
  const shapes = inferShapes(network);
  return network.inputs.map(id => shapes.get(id)!);
}

function checkSameInputs(one: ReturnType<typeof inputShapes>, other: typeof one, path: string): void {
  const [expected, got] = [one, other].map(shapes => shapes.map(shape => `[${shape.join(', ')}]`).join(', '));
  if (expected === got) return;
  throw new ModelError(`Expected ${path} to read the inputs that the first model reads, ${expected}, got ${got}.`);
}

/** Forward passes of a network, and of another one by turns, on made-up examples. */
export async function measureLatencyRow(
  network: Network,
  other: Network | undefined,
  batch: number,
  timing: LatencyOptions
): Promise<LatencyRow> {
  const x = madeUpInputs(network, batch);
  try {
    const [model, second] = await measureLatency(other ? [network, other] : [network], x, timing);
    if (!second) return {batch, model: spreadOf(model!)};
    const faster = spreadOf(second.map((time, i) => time / model![i]!));
    return {batch, model: spreadOf(model!), other: spreadOf(second), faster};
  } finally {
    tf.dispose(x);
  }
}

function describe(path: string, {network, sha256}: LoadedModel): BenchedModel {
  return {path, sha256, flops: countFlops(network), parameters: countParameters(network)};
}
