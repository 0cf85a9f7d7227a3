import type {Layer, Network, Softmax} from './network.ts';

type Body = Pick<Network, 'layers' | 'nodes' | 'outputs'>;

/**
 * Takes the final softmax off every output that ends in one, so that outputs are logits. It stays where something else
 * reads what it makes.
 */
export function takeSoftmaxOff(body: Body): Body & {readonly softmax: readonly Softmax[]} {
  const softmax: Softmax[] = [];
  let rest = body;
  body.outputs.forEach((_id, output) => {
    const [without, taken] = takeOneOff(rest, output);
    rest = without;
    softmax.push(taken);
  });
  return {...rest, softmax};
}

function takeOneOff(body: Body, output: number): [Body, Softmax] {
  const {layers, nodes, outputs} = body;
  const node = nodes.find(({id}) => id === outputs[output])!;
  const layer = layers.get(node.layer)!;
  const isRead = nodes.some(({inputs}) => inputs.includes(node.id));
  const isShared = nodes.some(one => one !== node && one.layer === node.layer);
  const isOnce = outputs.filter(id => id === node.id).length === 1;
  if (isRead || isShared || !isOnce) return [body, {kind: 'none'}];
  const softmaxActivation = layer.config['activation'] === 'softmax';
  if (layer.type === 'Softmax' || (layer.type === 'Activation' && softmaxActivation)) {
    const kept = new Map([...layers].filter(([name]) => name !== layer.name));
    const ends = outputs.map((id, i) => (i === output ? node.inputs[0]! : id));
    return [
      {layers: kept, nodes: nodes.filter(one => one !== node), outputs: ends},
      {kind: 'layer', layer}
    ];
  }
  if (!softmaxActivation) return [body, {kind: 'none'}];
  return [{layers: withActivation(layers, layer, 'linear'), nodes, outputs}, {kind: 'fused'}];
}

/** The network with the softmax of each output put back. */
export function putSoftmaxBack({layers, nodes, outputs, softmax}: Network): Body {
  return softmax.reduce<Body>((body, one, output) => putOneBack(body, one, output), {layers, nodes, outputs});
}

function putOneBack(body: Body, softmax: Softmax, output: number): Body {
  const {layers, nodes, outputs} = body;
  const last = nodes.find(({id}) => id === outputs[output])!;
  switch (softmax.kind) {
    case 'none':
      return body;
    case 'fused':
      return {layers: withActivation(layers, layers.get(last.layer)!, 'softmax'), nodes, outputs};
    case 'layer': {
      const {layer} = softmax;
      const node = {id: layer.name, layer: layer.name, inputs: [last.id]};
      const ends = outputs.map((id, i) => (i === output ? layer.name : id));
      return {layers: new Map(layers).set(layer.name, layer), nodes: [...nodes, node], outputs: ends};
    }
  }
}

function withActivation(layers: Body['layers'], layer: Layer, activation: string): Map<string, Layer> {
  return new Map(layers).set(layer.name, {...layer, config: {...layer.config, activation}});
}
