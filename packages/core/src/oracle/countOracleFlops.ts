import {neededNodes} from '../graph/forward.ts';
import {nodeFlops} from '../graph/flops.ts';
import type {Network} from '../graph/network.ts';
import {inferShapes} from '../graph/shapes.ts';
import type {Structure} from '../graph/structure.ts';
import {planGroup} from './groupPlan.ts';

/** Floating point operations of the oracle for one example. */
export interface OracleFlops {
  /** A pass for the network as it is, and a whole one without each unit. */
  readonly bruteForce: number;
  /** As `measureOracle` does it, where every unit is read by its consumers as something other than 0. */
  readonly incremental: number;
}

/** Counts what the oracle of a network costs; needs its layers only, not its weights. */
export function countOracleFlops(network: Network, structure: Structure): OracleFlops {
  const shapes = inferShapes(network);
  const flops = nodeFlops(network);
  const sum = (ids: readonly string[]) => ids.reduce((total, id) => total + flops.get(id)!, 0);
  const pass = sum(neededNodes(network, new Map(), [network.outputs[0]!]).map(({id}) => id));
  const costs = structure.groups.map(group => {
    const plan = planGroup(network, structure, group, shapes);
    if (!plan) return 0;
    const once = sum(plan.direct.map(({node}) => node.id));
    const shares = plan.direct.map(
      ({node, columns, channels}) => (flops.get(node.id)! * columns.columns.length) / channels
    );
    const again = sum(plan.nodes.map(({id}) => id)) + shares.reduce((total, share) => total + share, 0);
    return once + group.size * again;
  });
  return {bruteForce: pass * (1 + structure.units), incremental: costs.reduce((total, cost) => total + cost, pass)};
}
