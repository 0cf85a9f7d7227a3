import {tf} from './tf.ts';

/** One operation as TensorFlow.js 4.22 records it; read here because its public API allows one backward pass only. */
interface TapeNode {
  readonly kernelName: string;
  readonly inputs: Readonly<Record<string, tf.Tensor>>;
  readonly outputs: readonly tf.Tensor[];
  readonly saved: readonly tf.Tensor[] | undefined;
  readonly gradient?: (dys: readonly (tf.Tensor | undefined)[]) => Record<string, () => tf.Tensor>;
}

interface RecordingEngine {
  startTape(): void;
  endTape(): void;
  readonly state: {activeTape: TapeNode[] | null; readonly gradientDepth: number};
}

/** What one backward pass starts from and where it reports. */
export interface BackwardOptions {
  /** Tensors of the forward pass with the derivative of the loss by each: [same shape]. */
  readonly from: readonly (readonly [tensor: tf.Tensor, derivative: tf.Tensor])[];
  /** Tensors whose gradients are returned, such as weights. */
  readonly wanted?: readonly tf.Tensor[];
  /** Called with the complete gradient of a tensor, which it must not keep or dispose. */
  readonly watch?: ReadonlyMap<tf.Tensor, (gradient: tf.Tensor) => void>;
}

/** A recorded forward pass. It holds the tensors that gradients need until `dispose`. */
export interface Tape {
  /**
   * One backward pass; any number may follow one recording, and each computes only what lies between `from` and what
   * is wanted or watched.
   *
   * Returns a gradient for each tensor of `wanted` that the outputs depend on; the caller disposes them.
   */
  backward(options: BackwardOptions): Map<tf.Tensor, tf.Tensor>;
  dispose(): void;
}

/**
 * Runs `forward` and records it for later backward passes. Tensors that `forward` returns belong to the caller.
 *
 * Throws when a recording is already under way: recordings do not nest.
 */
export function recordTape<T extends tf.TensorContainer>(forward: () => T): {result: T; tape: Tape} {
  const engine = tf.engine() as unknown as RecordingEngine;
  if (engine.state.gradientDepth > 0) throw new Error('Expected no gradient recording under way, got one.');
  engine.startTape();
  let result: T;
  try {
    result = tf.tidy(forward);
  } catch (error) {
    disposeNodes(engine.state.activeTape ?? []);
    throw error;
  } finally {
    engine.endTape();
  }
  const nodes = engine.state.activeTape ?? [];
  engine.state.activeTape = null;
  return {result, tape: {backward: options => backward(nodes, options), dispose: () => disposeNodes(nodes)}};
}

function disposeNodes(nodes: readonly TapeNode[]): void {
  for (const node of nodes) node.saved?.forEach(tensor => tensor.dispose());
}

/** Ids of all tensors that depend on the targets: only these need a gradient. */
function dependents(nodes: readonly TapeNode[], targets: Iterable<tf.Tensor>): Set<number> {
  const ids = new Set<number>();
  for (const target of targets) ids.add(target.id);
  for (const node of nodes) {
    if (Object.values(node.inputs).some(input => ids.has(input.id))) node.outputs.forEach(output => ids.add(output.id));
  }
  return ids;
}

function backward(nodes: readonly TapeNode[], {from, wanted = [], watch = new Map()}: BackwardOptions) {
  const needed = dependents(nodes, [...wanted, ...watch.keys()]);
  const watchers = new Map([...watch].map(([tensor, callback]) => [tensor.id, callback]));
  const gradients = new Map<number, tf.Tensor>();
  for (const [tensor, derivative] of from) accumulate(gradients, tensor, derivative.clone());
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i]!;
    const arrived = node.outputs.filter(output => gradients.has(output.id));
    if (arrived.length === 0) continue;
    // All readers of these outputs come later on the tape and have been visited: their gradients are complete.
    for (const output of arrived) watchers.get(output.id)?.(gradients.get(output.id)!);
    propagate(node, gradients, needed);
    for (const output of arrived) release(gradients, output.id);
  }
  const returned = new Map<tf.Tensor, tf.Tensor>();
  for (const tensor of watch.keys()) {
    // Leaves of the tape (its inputs) are nobody's output and are reported last.
    const gradient = gradients.get(tensor.id);
    if (gradient) watchers.get(tensor.id)!(gradient);
  }
  for (const tensor of wanted) {
    const gradient = gradients.get(tensor.id);
    if (gradient) returned.set(tensor, gradient);
    gradients.delete(tensor.id);
  }
  gradients.forEach(gradient => gradient.dispose());
  return returned;
}

function propagate(node: TapeNode, gradients: Map<number, tf.Tensor>, needed: ReadonlySet<number>): void {
  const inputs = Object.entries(node.inputs).filter(([, input]) => needed.has(input.id));
  if (inputs.length === 0) return;
  if (!node.gradient) throw new Error(`Expected kernel ${node.kernelName} to have a gradient, got none.`);
  const derivatives = node.outputs.map(output => gradients.get(output.id));
  // Gradient functions leave temporaries behind, some of them made before their parts are asked for.
  const fresh = tf.tidy(() => {
    const byInput = node.gradient!(derivatives);
    return inputs.map(([name]) => gradientOf(node, byInput, name, derivatives));
  });
  inputs.forEach(([, input], i) => accumulate(gradients, input, fresh[i]!));
}

function gradientOf(
  node: TapeNode,
  byInput: Readonly<Record<string, () => tf.Tensor>>,
  name: string,
  derivatives: readonly (tf.Tensor | undefined)[]
): tf.Tensor {
  const thunk = byInput[name];
  if (!thunk) throw new Error(`Expected kernel ${node.kernelName} to have a gradient for its input ${name}, got none.`);
  const gradient = thunk();
  // Some gradient functions hand the incoming tensor on; a copy (no data are moved) keeps ownership simple.
  return derivatives.includes(gradient) ? gradient.clone() : gradient;
}

function accumulate(gradients: Map<number, tf.Tensor>, tensor: tf.Tensor, gradient: tf.Tensor): void {
  const before = gradients.get(tensor.id);
  gradients.set(tensor.id, before ? tf.add(before, gradient) : gradient);
  if (before) {
    before.dispose();
    gradient.dispose();
  }
}

function release(gradients: Map<number, tf.Tensor>, id: number): void {
  gradients.get(id)?.dispose();
  gradients.delete(id);
}
