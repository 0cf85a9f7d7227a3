import type {tf} from '@espalier/backend';

type Shape = readonly number[];

const product = (sizes: Shape) => sizes.reduce((total, size) => total * size, 1);

/** Kernel shapes of a layer, in the order of its weights; of recurrent layers input kernel and recurrent kernel. */
function kernels(layer: tf.layers.Layer): Shape[] {
  return layer.weights.filter(({name}) => /kernel(_\d+)?$/.test(name)).map(({shape}) => shape as number[]);
}

/** Cost of one call, by the layer's class and the shapes of its kernels; positions are those of the output. */
function costOf(type: string, all: readonly Shape[], positions: number, input: Shape): number {
  const [kernel, second] = all;
  if (/^Conv[12]D$|^Conv3D$/.test(type)) return 2 * positions * (product(kernel!.slice(0, -1)) + 1) * kernel!.at(-1)!;
  if (type.endsWith('Transpose')) {
    return 2 * product(input.slice(0, -1)) * product(kernel!) + 2 * positions * kernel!.at(-2)!;
  }
  if (type === 'DepthwiseConv2D') return 2 * positions * (product(kernel!) + product(kernel!.slice(2)));
  if (type === 'SeparableConv2D') {
    const [rows, columns] = second!.slice(2) as [number, number];
    return 2 * positions * (product(kernel!) + rows + (rows + 1) * columns);
  }
  if (type === 'Dense') return positions * (2 * kernel![0]! - 1) * kernel![1]!;
  if (['SimpleRNN', 'GRU', 'LSTM', 'Bidirectional'].includes(type)) {
    return input[0]! * all.reduce((sum, [rows, columns]) => sum + (2 * rows! - 1) * columns!, 0);
  }
  return 0;
}

/**
 * FLOPs of one example, counted apart from the engine: from the weights and shapes of TensorFlow.js' own layers, by the
 * rules of the paper's appendix A.1.
 */
export function flopsByTensorFlow(model: tf.LayersModel): number {
  let flops = 0;
  for (const layer of model.layers) {
    for (const node of layer.inboundNodes) {
      const own = node as unknown as {inputShapes: (number | null)[][]; outputShapes: (number | null)[]};
      const input = (own.inputShapes[0] ?? []).slice(1) as number[];
      const output = [own.outputShapes].flat(2).slice(1) as number[];
      const type = layer.getClassName();
      if (type === 'TimeDistributed') {
        const {layer: inner} = layer as unknown as {layer: tf.layers.Layer};
        const once = costOf(inner.getClassName(), kernels(inner), product(output.slice(1, -1)), input.slice(1));
        flops += output[0]! * once;
      } else {
        const all =
          type === 'Bidirectional'
            ? ['forwardLayer', 'backwardLayer'].flatMap(key =>
                kernels((layer as unknown as Record<string, tf.layers.Layer>)[key]!)
              )
            : kernels(layer);
        flops += costOf(type, all, product(output.slice(0, -1)), input);
      }
    }
  }
  return flops;
}
