import type {Layer, Network, Softmax} from './network.ts';

type Body = Pick<Network, 'layers' | 'nodes' | 'outputs'>;

/**
 * Takes the final softmax off every output that ends in one, so that outputs are logits.
 */
export function takeSoftmaxOff(body: Body): Body & {readonly softmax: readonly Softmax[]} {
  const softmax: Softmax[] = [];
  const originals = body.outputs;
  let rest = body;
  originals.forEach((_id, output) => {
    const [headless, taken] = takeOneOff(rest, output, originals);
    rest = headless;
    softmax.push(taken);
  });
  return {...rest, softmax};
}

function takeOneOff(body: Body, output: number, originals: readonly string[]): [Body, Softmax] {
  const {layers, nodes, outputs} = body;
  const node = nodes.find(({id}) => id === outputs[output])!;
  const layer = layers.get(node.layer)!;
  const isRead = nodes.some(({inputs}) => inputs.includes(node.id));
  const isShared = nodes.some(one => one !== node && one.layer === node.layer);
  const isAgain = originals.filter(id => id === node.id).length > 1;
  const isNeeded = isRead || isShared || isAgain;
  const softmaxActivation = layer.config['activation'] === 'softmax';
  if (layer.type === 'Softmax' || (layer.type === 'Activation' && softmaxActivation)) {
    const ends = outputs.map((id, i) => (i === output ? node.inputs[0]! : id));
    // Where something else needs it, it stays, and only the output moves in front of it.
    if (isNeeded)
      return [
        {layers, nodes, outputs: ends},
        {kind: 'kept', node: node.id}
      ];
    const rest = nodes.filter(one => one !== node);
    return [
      {layers: without(layers, layer), nodes: rest, outputs: ends},
      {kind: 'layer', layer}
    ];
  }
  if (!softmaxActivation) return [body, {kind: 'none'}];
  if (isNeeded) {
    throw new Error(
      `Expected the softmax of output "${node.id}" to be a layer of its own, got one that other layers read as well: the ` +
        'loss is taken in front of it.'
    );
  }
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
    case 'kept':
      return {layers, nodes, outputs: outputs.map((id, i) => (i === output ? softmax.node : id))};
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

function without(layers: Body['layers'], {name}: Layer): Map<string, Layer> {
  return new Map([...layers].filter(([key]) => key !== name));
}

function withActivation(layers: Body['layers'], layer: Layer, activation: string): Map<string, Layer> {
  return new Map(layers).set(layer.name, {...layer, config: {...layer.config, activation}});
}
