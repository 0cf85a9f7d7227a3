import {ACTIVATIONS, append, dress, pick, push, width, type Block, type Draft} from './draft.ts';

export function conv1d(draft: Draft, channels: number, more: object = {}, from = draft.end.id): string {
  const config = {filters: channels, kernel_size: pick(draft.random, [1, 2, 3]), padding: 'same', ...more};
  return push(draft, 'Conv1D', config, [from], channels);
}

function recurrent(draft: Draft) {
  const type = pick(draft.random, ['SimpleRNN', 'GRU', 'LSTM']);
  const backwards = draft.random.uniform() < 0.3;
  return {type, config: {units: width(draft), return_sequences: true, go_backwards: backwards}};
}

/** Blocks of sequences, [steps, channels]. */
export const SEQUENCE_BLOCKS: Readonly<Record<string, Block>> = {
  plain: draft => {
    conv1d(draft, width(draft), {padding: 'same', strides: pick(draft.random, [1, 1, 2])});
    dress(draft);
  },
  dilated: draft => {
    conv1d(draft, width(draft), {padding: 'same', dilation_rate: 2, activation: pick(draft.random, ACTIVATIONS)});
  },
  recurrent: draft => {
    const {type, config} = recurrent(draft);
    push(draft, type, config, [draft.end.id], config.units);
  },
  bothWays: draft => {
    const {type, config} = recurrent(draft);
    const mode = pick(draft.random, ['concat', 'sum', 'ave', 'mul']);
    const channels = mode === 'concat' ? 2 * config.units : config.units;
    const layer = {class_name: type, config: {...config, name: 'inner'}};
    push(draft, 'Bidirectional', {merge_mode: mode, layer}, [draft.end.id], channels);
  },
  residual: draft => {
    const skip = draft.end;
    conv1d(draft, width(draft));
    dress(draft);
    conv1d(draft, skip.channels);
    push(draft, 'Add', {}, [draft.end.id, skip.id], skip.channels);
  },
  recurrentResidual: draft => {
    const skip = draft.end;
    push(draft, 'GRU', {units: skip.channels, return_sequences: true}, [skip.id], skip.channels);
    push(draft, 'Add', {}, [draft.end.id, skip.id], skip.channels);
  },
  branches: draft => {
    const from = draft.end.id;
    const [left, right] = [width(draft), width(draft)];
    const ends = [conv1d(draft, left, {}, from), conv1d(draft, right, {}, from)];
    push(draft, 'Concatenate', {}, ends, left + right);
  },
  stepwise: draft => {
    const units = width(draft);
    const layer = {class_name: 'Dense', config: {name: 'inner', units, activation: pick(draft.random, ACTIVATIONS)}};
    push(draft, 'TimeDistributed', {layer}, [draft.end.id], units);
  },
  pool: draft => {
    append(draft, pick(draft.random, ['MaxPooling1D', 'AveragePooling1D']), {
      pool_size: 2,
      strides: 1,
      padding: 'same'
    });
  },
  bent: draft => {
    append(draft, 'PReLU', {shared_axes: [1]});
    append(draft, 'SpatialDropout1D', {rate: 0.2});
  }
};
