import {ACTIVATIONS, append, pick, push, width, type Block, type Draft} from './draft.ts';

export function conv3d(draft: Draft, channels: number, more: object = {}, from = draft.end.id): string {
  const config = {filters: channels, kernel_size: pick(draft.random, [1, 2, 3]), padding: 'same', ...more};
  return push(draft, 'Conv3D', config, [from], channels);
}

/** Blocks of volumes or clips, [frames, height, width, channels]. */
export const VOLUME_BLOCKS: Readonly<Record<string, Block>> = {
  plain: draft => {
    conv3d(draft, width(draft), {strides: pick(draft.random, [1, 2]), activation: pick(draft.random, ACTIVATIONS)});
    // TensorFlow.js has no batch normalisation of volumes.
    append(draft, 'Activation', {activation: pick(draft.random, ACTIVATIONS)});
  },
  residual: draft => {
    const skip = draft.end;
    conv3d(draft, width(draft));
    append(draft, 'Activation', {activation: pick(draft.random, ACTIVATIONS)});
    conv3d(draft, skip.channels);
    push(draft, 'Add', {}, [draft.end.id, skip.id], skip.channels);
  },
  framewise: draft => {
    const filters = width(draft);
    const config = {name: 'inner', filters, kernel_size: 3, padding: 'same', activation: 'relu'};
    push(draft, 'TimeDistributed', {layer: {class_name: 'Conv2D', config}}, [draft.end.id], filters);
  },
  separable: draft => {
    const filters = width(draft);
    const config = {name: 'inner', filters, kernel_size: 2, padding: 'same'};
    push(draft, 'TimeDistributed', {layer: {class_name: 'SeparableConv2D', config}}, [draft.end.id], filters);
  },
  pool: draft => {
    append(draft, pick(draft.random, ['MaxPooling3D', 'AveragePooling3D']), {
      pool_size: 2,
      strides: 1,
      padding: 'same'
    });
  },
  transposed: draft => {
    const filters = width(draft);
    push(draft, 'Conv3DTranspose', {filters, kernel_size: 2, strides: 1, padding: 'same'}, [draft.end.id], filters);
  },
  stacked: draft => {
    // Frames side by side as rows.
    const {id, channels} = draft.end;
    push(draft, 'Concatenate', {axis: 1}, [conv3d(draft, channels, {}, id), id], channels);
  }
};
