import type {tf} from '@espalier/backend';
import type {LayerCall, LinearPart} from './layerType.ts';

/** Runs a layer that ends in one kernel. */
export function runLinear({kernel, inner, map, finish}: LinearPart, call: LayerCall): tf.Tensor {
  const x = inner ? call.read(inner.name, inner.make(call)) : call.inputs[0]!;
  return finish(map(x, call.weight(kernel), call.config), call);
}
