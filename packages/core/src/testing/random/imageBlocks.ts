import {ACTIVATIONS, append, dress, pick, push, width, type Block, type Draft} from './draft.ts';

export function conv(draft: Draft, channels: number, more: object = {}, from = draft.end.id): string {
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

/** Blocks of images, [height, width, channels]. */
export const IMAGE_BLOCKS: Readonly<Record<string, Block>> = {
  plain: draft => {
    conv(draft, width(draft), {strides: pick(draft.random, [1, 1, 2, 3]), activation: pick(draft.random, ACTIVATIONS)});
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
  },
  separable: draft => {
    const config = {kernel_size: 3, padding: 'same', depth_multiplier: pick(draft.random, [1, 2])};
    const filters = width(draft);
    push(draft, 'SeparableConv2D', {...config, filters, strides: pick(draft.random, [1, 2])}, [draft.end.id], filters);
    dress(draft);
  },
  transposed: draft => {
    const filters = width(draft);
    const config = {filters, kernel_size: pick(draft.random, [2, 3]), strides: pick(draft.random, [1, 2])};
    push(draft, 'Conv2DTranspose', {...config, padding: 'same'}, [draft.end.id], filters);
    dress(draft);
  },
  gated: draft => {
    // Squeeze and excitation: dense layers weigh the channels of a map.
    const {id, channels} = draft.end;
    append(draft, 'GlobalAveragePooling2D');
    push(draft, 'Dense', {units: 3, activation: 'relu'}, [draft.end.id], 3);
    push(draft, 'Dense', {units: channels, activation: 'sigmoid'}, [draft.end.id], channels);
    append(draft, 'Reshape', {target_shape: [1, 1, channels]});
    // The map comes first: its shape is the output's.
    push(draft, 'Multiply', {}, [id, draft.end.id], channels);
  },
  bent: draft => {
    append(draft, 'PReLU', {shared_axes: pick(draft.random, [[1, 2], [2]])});
    append(draft, 'GaussianNoise', {stddev: 0.1});
  },
  turned: draft => {
    append(draft, 'Permute', {dims: [2, 1, 3]});
  },
  tall: draft => {
    // Two maps one above the other: their channels meet.
    const {id, channels} = draft.end;
    const halves = [conv(draft, channels, {}, id), id];
    push(draft, 'Concatenate', {axis: 1}, halves, channels);
  },
  normalized: draft => {
    append(draft, 'LayerNormalization');
  }
};
