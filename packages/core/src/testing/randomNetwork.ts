import {buildNetwork} from '../graph/buildNetwork.ts';
import type {LayerPlan} from '../graph/planNetwork.ts';
import type {Network} from '../graph/network.ts';
import {createRandom, type Random} from '../random.ts';
import {shakeStatistics} from './smallNetworks.ts';

interface Draft {
  readonly plans: LayerPlan[];
  readonly random: Random;
  /** Node and number of channels at the end so far. */
  end: {readonly id: string; readonly channels: number};
}

type Block = (draft: Draft) => void;

function pick<T>(random: Random, values: readonly T[]): T {
  return values[Math.floor(random.uniform() * values.length)]!;
}

function push(draft: Draft, type: string, config: object, inputs: readonly string[], channels: number): string {
  const id = `${type.toLowerCase()}${draft.plans.length}`;
  draft.plans.push({type, name: id, config: {...config}, inputs});
  draft.end = {id, channels};
  return id;
}

function conv(draft: Draft, channels: number, more: object = {}, from = draft.end.id): string {
  const size = pick(draft.random, [1, 2, 3]);
  const config = {
    filters: channels,
    kernel_size: size,
    padding: 'same',
    use_bias: draft.random.uniform() < 0.7,
    ...more
  };
  return push(draft, 'Conv2D', config, [from], channels);
}

const activations = ['relu', 'tanh', 'elu', 'linear', 'sigmoid'];

function dress(draft: Draft): void {
  const {random, end} = draft;
  if (random.uniform() < 0.5) {
    const config = {scale: random.uniform() < 0.8, center: random.uniform() < 0.9};
    push(draft, 'BatchNormalization', config, [end.id], end.channels);
  }
  const activation = pick(random, activations);
  if (random.uniform() < 0.7) push(draft, 'Activation', {activation}, [draft.end.id], end.channels);
}

const width = (draft: Draft) => 1 + Math.floor(draft.random.uniform() * 5);

const BLOCKS: Readonly<Record<string, Block>> = {
  plain: draft => {
    conv(draft, width(draft), {strides: pick(draft.random, [1, 1, 2, 3]), activation: pick(draft.random, activations)});
    dress(draft);
  },
  residual: draft => {
    const skip = draft.end;
    conv(draft, width(draft));
    dress(draft);
    conv(draft, skip.channels);
    const merge = pick(draft.random, ['Add', 'Average', 'Maximum', 'Minimum', 'Multiply']);
    push(draft, merge, {}, [draft.end.id, skip.id], skip.channels);
    dress(draft);
  },
  streams: draft => {
    // Two residual blocks whose skips cross: the stream meets itself twice.
    const {id, channels} = draft.end;
    const first = conv(draft, channels);
    const sum = push(draft, 'Add', {}, [first, id], channels);
    const second = conv(draft, channels, {}, sum);
    push(draft, 'Add', {}, [second, sum, id], channels);
  },
  branches: draft => {
    const from = draft.end.id;
    const [left, right] = [width(draft), width(draft)];
    conv(draft, left, {}, from);
    dress(draft);
    const one = draft.end.id;
    const two = conv(draft, right, {}, from);
    push(draft, 'Concatenate', {axis: -1}, [one, two, ...(draft.random.uniform() < 0.3 ? [two] : [])], 0);
    const inputs = draft.plans.at(-1)!.inputs!.length;
    draft.end = {id: draft.end.id, channels: left + right * (inputs - 1)};
    dress(draft);
  },
  split: draft => {
    // Concatenated halves are added to one wide convolution, which falls into ranges.
    const from = draft.end.id;
    const [left, right] = [width(draft), width(draft)];
    const halves = [conv(draft, left, {}, from), conv(draft, right, {}, from)];
    const both = push(draft, 'Concatenate', {axis: -1}, halves, left + right);
    push(draft, 'Add', {}, [conv(draft, left + right, {}, from), both], left + right);
  },
  depthwise: draft => {
    const {id, channels} = draft.end;
    const multiplier = pick(draft.random, [1, 1, 2]);
    const config = {kernel_size: 3, padding: 'same', depth_multiplier: multiplier, strides: pick(draft.random, [1, 2])};
    push(draft, 'DepthwiseConv2D', config, [id], channels * multiplier);
    dress(draft);
  },
  pool: draft => {
    const type = pick(draft.random, ['MaxPooling2D', 'AveragePooling2D']);
    const strides = pick(draft.random, [1, 2]);
    push(
      draft,
      type,
      {pool_size: pick(draft.random, [2, 3]), strides, padding: 'same'},
      [draft.end.id],
      draft.end.channels
    );
  },
  resize: draft => {
    const [type, config] = pick<[string, object]>(draft.random, [
      [
        'ZeroPadding2D',
        {
          padding: [
            [1, 0],
            [0, 2]
          ]
        }
      ],
      ['UpSampling2D', {size: [2, 1]}]
    ]);
    push(draft, type, config, [draft.end.id], draft.end.channels);
  },
  shared: draft => {
    const {id, channels} = draft.end;
    const once = conv(draft, channels, {padding: 'same', strides: 1}, id);
    const name = `${once}:1`;
    draft.plans.push({type: 'Conv2D', name, again: once, inputs: [once]});
    push(draft, 'Add', {}, [name, once], channels);
  }
};

/** A small network of random blocks, with statistics and biases that are not neutral: [6, 5, 2] → 3 classes. */
export function randomNetwork(seed: number): Network {
  const random = createRandom(`${seed}/network`);
  const draft: Draft = {plans: [], random, end: {id: 'input', channels: 2}};
  conv(draft, width(draft));
  const count = 2 + Math.floor(random.uniform() * 5);
  for (let i = 0; i < count; i++) BLOCKS[pick(random, Object.keys(BLOCKS))]!(draft);
  const head = pick(random, ['Flatten', 'GlobalAveragePooling2D', 'GlobalMaxPooling2D']);
  push(draft, head, {}, [draft.end.id], draft.end.channels);
  if (random.uniform() < 0.5) push(draft, 'Dense', {units: 4, activation: 'relu'}, [draft.end.id], 4);
  push(draft, 'Dense', {units: 3}, [draft.end.id], 3);
  const network = buildNetwork({name: 'random', inputShape: [6, 5, 2], seed: seed + 1, layers: draft.plans});
  shakeStatistics(network, seed + 1);
  return network;
}
