import type {Layer, Network, NetworkNode, Softmax} from './network.ts';

/** A layer of a new network: its input is the layer before it unless `inputs` names others. */
export interface LayerPlan {
  readonly type: string;
  readonly name: string;
  /** Keras configuration in snake_case; `name` may be left out. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly inputs?: readonly string[];
  /** Calls this layer once more, weights and all, in place of making a new one; `type` and `config` are not looked at. */
  readonly again?: string;
}

export interface PlanOptions {
  readonly name: string;
  /** Shape of one example. */
  readonly inputShape: readonly number[];
  /** Without the first input layer; further ones may be among them. The last one gives the logits. */
  readonly layers: readonly LayerPlan[];
  /** Names of the layers that give the outputs, where that is not the last one alone. */
  readonly outputs?: readonly string[];
  /** Whether the written model ends in a softmax. */
  readonly softmax?: boolean;
}

/** A network's layers without weights: enough to find its structure and to count, whatever its size. */
export function planNetwork({name, inputShape, layers: plans, softmax = true, ...ends}: PlanOptions): Network {
  const input: Layer = {
    name: 'input',
    type: 'InputLayer',
    config: {batch_input_shape: [null, ...inputShape], dtype: 'float32'}
  };
  const layers = new Map<string, Layer>([[input.name, input]]);
  const nodes: NetworkNode[] = [{id: input.name, layer: input.name, inputs: []}];
  for (const plan of plans) {
    if (nodes.some(({id}) => id === plan.name)) {
      throw new Error(`Expected layer names to differ, got "${plan.name}" twice.`);
    }
    const layer = plan.again ?? plan.name;
    if (!plan.again) layers.set(layer, {name: layer, type: plan.type, config: {...plan.config, name: layer}});
    const read = plan.type === 'InputLayer' ? [] : (plan.inputs ?? [nodes.at(-1)!.id]);
    nodes.push({id: plan.name, layer, inputs: read});
  }
  const outputs = ends.outputs ?? [nodes.at(-1)!.id];
  return {
    name,
    layers,
    nodes,
    inputs: nodes.filter(node => layers.get(node.layer)!.type === 'InputLayer').map(({id}) => id),
    outputs,
    weights: new Map(),
    softmax: outputs.map((id, i) => (softmax ? softmaxLayer(i === 0 ? 'softmax' : `softmax_${id}`) : {kind: 'none'}))
  };
}

function softmaxLayer(name: string): Softmax {
  return {kind: 'layer', layer: {name, type: 'Softmax', config: {name, axis: -1}}};
}
