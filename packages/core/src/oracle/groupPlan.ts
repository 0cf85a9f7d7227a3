import {firstPooling, neededNodes} from '../graph/forward.ts';
import {edgeKey} from '../graph/kernelReads.ts';
import {product} from '../graph/product.ts';
import type {Network, NetworkNode, Shape} from '../graph/network.ts';
import {findPooledFirst} from '../graph/poolFirst.ts';
import {layerOf} from '../graph/shapes.ts';
import type {Group, KernelRead, Structure} from '../graph/structure.ts';
import {unitColumns, type UnitColumns} from '../graph/unitColumns.ts';
import {layerType} from '../layers/index.ts';
import type {LayerCall, LinearPart} from '../layers/layerType.ts';

/** A consumer of which only its kernel's part for the ablated unit is computed anew. */
export interface DirectConsumer {
  readonly node: NetworkNode;
  readonly part: LinearPart;
  /** Configuration and weights of its layer, and the max-pooling that comes before bias and activation. */
  readonly call: Pick<LayerCall, 'config' | 'weight' | 'pool'>;
  /** Where the units lie along the last axis of what the kernel reads. */
  readonly columns: UnitColumns;
  /** Length of that axis. */
  readonly channels: number;
  /** Node whose output it makes: itself, or the pooling that comes first. */
  readonly makes: string;
}

/** How the units of one group are ablated: what is computed once a minibatch, and what again for every unit. */
export interface GroupPlan {
  readonly group: Group;
  readonly direct: readonly DirectConsumer[];
  /** Consumers that are computed whole: behind another one of the group, or of layers without a linear part. */
  readonly whole: readonly KernelRead[];
  /** Nodes that run again for every unit, in order, behind what the direct consumers make. */
  readonly nodes: readonly NetworkNode[];
  /** Nodes that these read and that ablation does not change. */
  readonly reads: readonly string[];
  /** Most bytes for one example and unit that are held at a time. */
  readonly bytes: number;
}

/** Plans the ablation of a group; undefined where its units have no effect on the first output. */
export function planGroup(
  network: Network,
  structure: Structure,
  group: Group,
  shapes: ReadonlyMap<string, Shape>
): GroupPlan | undefined {
  const output = network.outputs[0]!;
  const changed = changedNodes(network, group);
  if (!changed.has(output)) return undefined;
  const pooledFirst = findPooledFirst(network, network.nodes, new Set(network.outputs));
  const direct: DirectConsumer[] = [];
  const whole: KernelRead[] = [];
  for (const {node: id, port} of group.consumers) {
    const read = structure.reads.get(edgeKey(id, port))!;
    const node = network.nodes.find(other => other.id === id)!;
    const isBehind = node.inputs.some(input => changed.has(input));
    const found = isBehind ? undefined : directConsumer(network, node, port, pooledFirst.get(id));
    if (found) direct.push({...found, columns: unitColumns(read.units, group), channels: read.units.length});
    else whole.push(read);
  }
  const made = new Set(direct.map(({makes}) => makes));
  const nodes = neededNodes(network, {has: id => made.has(id) || !changed.has(id)}, [output]);
  const reads = [...new Set(nodes.flatMap(({inputs}) => inputs))].filter(id => !changed.has(id));
  return {group, direct, whole, nodes, reads, bytes: mostBytes({direct, nodes, reads}, shapes)};
}

/** The group's consumers and everything behind them. */
function changedNodes(network: Network, group: Group): Set<string> {
  const changed = new Set(group.consumers.map(({node}) => node));
  for (const node of network.nodes) if (node.inputs.some(id => changed.has(id))) changed.add(node.id);
  return changed;
}

function directConsumer(
  network: Network,
  node: NetworkNode,
  port: string,
  pooling: NetworkNode | undefined
): Omit<DirectConsumer, 'columns' | 'channels'> | undefined {
  const {name, type, config} = layerOf(network, node);
  const part = layerType(type).linear?.(config);
  if (!part || port !== (part.inner?.name ?? '0')) return undefined;
  const pool = pooling && firstPooling(network, pooling);
  const weight = (own: string) => network.weights.get(`${name}/${own}`)!;
  return {node, part, call: {config, weight, pool}, makes: pooling?.id ?? node.id};
}

function mostBytes(
  {direct, nodes, reads}: Pick<GroupPlan, 'direct' | 'nodes' | 'reads'>,
  shapes: ReadonlyMap<string, Shape>
): number {
  const sum = (ids: readonly string[]) => ids.reduce((total, id) => total + product(shapes.get(id)!), 0);
  // The map, the contribution and their difference; later a node's inputs and its output.
  const first = direct.map(({node, makes}) => sum([node.id, node.id, node.id, makes]));
  const later = nodes.map(({id, inputs}) => sum([id, ...inputs]));
  return 4 * (sum(reads) + Math.max(...first, ...later));
}
