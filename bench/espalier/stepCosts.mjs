import {inferShapes, nodeFlops, trainableWeights} from '../../packages/core/dist/index.js';

/**
 * What a training step must compute and move: FLOPs of the forward pass and of the step (gradients by weights and by
 * inputs cost a forward pass each; nobody asks for the gradient by the network's input), and bytes if every layer read
 * and wrote each of its tensors once, ReLU and bias within the layer before.
 */
export function stepCosts(network, batch) {
  const shapes = inferShapes(network);
  const bytesOf = id => 4 * batch * shapes.get(id).reduce((product, size) => product * size, 1);
  const costs = {batch, forwardFlops: 0, stepFlops: 0, bytes: 0};
  const flops = nodeFlops(network);
  for (const {id, inputs} of network.nodes) {
    const work = batch * flops.get(id);
    const isFirst = network.inputs.includes(inputs[0]);
    costs.forwardFlops += work;
    costs.stepFlops += (isFirst ? 2 : 3) * work;
    const [read, written] = [inputs.reduce((sum, input) => sum + bytesOf(input), 0), bytesOf(id)];
    // Forward: in, out; backward: the output's gradient and value, the input, and its gradient.
    if (inputs.length > 0) costs.bytes += read + written + 2 * written + (isFirst ? 1 : 2) * read;
  }
  const weights = trainableWeights(network).reduce((sum, name) => sum + 4 * network.weights.get(name).size, 0);
  // Read by both passes, gradient written; the update reads weight, gradient and velocity and writes two of them.
  costs.bytes += 8 * weights;
  return costs;
}
