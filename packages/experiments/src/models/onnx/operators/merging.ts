import type {Value} from '../graphBuilder.ts';
import type {LayerExport, LayerExporter} from '../layerExport.ts';

/** Inputs with their channels in one place: in front where any of them has them there. */
function alike({inputs, graph, op, integers}: LayerExport): readonly Value[] {
  const rank = Math.max(...inputs.map(({shape}) => shape.length));
  const first = inputs.some(({layout, shape}) => layout === 'first' && shape.length > 1);
  return inputs.map(value => {
    const missing = rank - value.shape.length;
    if (missing === 0) return first ? graph.channelsFirst(value) : graph.channelsLast(value);
    const last = graph.channelsLast(value);
    const shape = [...new Array<number>(missing).fill(1), ...value.shape];
    // Axes of size 1 stand behind the batch, as TensorFlow.js puts them.
    const wide = {name: op('Reshape', [last.name, integers([0, ...shape])]), shape, layout: 'last'} as const;
    return first ? graph.channelsFirst(wide) : wide;
  });
}

/** An element-wise operator that takes two inputs at a time, or any number (`many`). */
function merging(op: string, many = false): LayerExporter {
  return call => {
    const values = alike(call);
    const names = values.map(({name}) => name);
    const merged = many ? call.op(op, names) : names.slice(1).reduce((a, b) => call.op(op, [a, b]), names[0]!);
    return {name: merged, shape: call.shape, layout: values[0]!.layout};
  };
}

const concatenate: LayerExporter = call => {
  const values = alike(call);
  const rank = call.shape.length;
  const written = call.config['axis'] ?? -1;
  const axis = Number(written) < 0 ? rank + Number(written) : Number(written) - 1;
  const [{layout}] = values as [Value];
  const behindBatch = layout === 'last' || rank === 1 ? axis : (axis + 1) % rank;
  const name = call.op(
    'Concat',
    values.map(value => value.name),
    {axis: {i: behindBatch + 1}}
  );
  return {name, shape: call.shape, layout};
};

export const mergingLayers: Readonly<Record<string, LayerExporter>> = {
  Add: merging('Add'),
  Average: merging('Mean', true),
  Concatenate: concatenate,
  Maximum: merging('Max', true),
  Minimum: merging('Min', true),
  Multiply: merging('Mul')
};
