import {dotPositions, tf} from '@espalier/backend';
import type {ConsumerEdge} from '../graph/consumerEdges.ts';
import type {Group} from '../graph/structure.ts';
import {sumToUnits, type UnitColumns} from '../graph/unitColumns.ts';

/** One tensor [batch, units] for each group. */
export type PerGroup = Map<Group, tf.Tensor2D>;

export type Watch = Map<tf.Tensor, (gradient: tf.Tensor) => void>;

/** Adds to `into`; what was there is disposed. */
function add(into: PerGroup, group: Group, value: tf.Tensor2D): void {
  const before = into.get(group);
  into.set(group, before ? tf.add(before, value) : value);
  if (before) tf.dispose([before, value]);
}

/** Σ |a · b| over positions: [batch, …, channels] twice → [batch, channels]. */
function absoluteProducts(a: tf.Tensor, b: tf.Tensor): tf.Tensor2D {
  const axes = [...a.shape.keys()].slice(1, -1);
  const sizes = tf.abs(tf.mul(a, b));
  return axes.length === 0 ? (sizes as tf.Tensor2D) : tf.sum(sizes, axes);
}

/** Sums over positions, brought from channels to units: [batch, units]. */
function toUnits(sums: tf.Tensor2D, columns: UnitColumns, scale: number): tf.Tensor2D {
  const units = sumToUnits(sums, columns);
  return scale === 1 ? units.clone() : tf.mul(units, scale);
}

export interface GateWatch {
  readonly edges: Iterable<ConsumerEdge>;
  readonly taps: ReadonlyMap<string, readonly tf.Tensor[]>;
  /** Turns derivatives of what was differentiated into derivatives of one example's loss. */
  readonly scale: number;
  /** Receives ∂C/∂g = Σ over consumers and positions of ∂C/∂input · input. */
  readonly signed?: PerGroup;
  /** Receives Σ |∂C/∂input · input| for the groups that `absoluteFor` names. */
  readonly absolute?: PerGroup;
  readonly absoluteFor?: ReadonlySet<Group>;
}

/** Watchers that sum gradient times value at what the consumers read, as the backward pass comes by. */
export function watchGates({edges, taps, scale, signed, absolute, absoluteFor}: GateWatch): Watch {
  const watch: Watch = new Map();
  const observe = (tap: tf.Tensor, gradient: tf.Tensor, edge: ConsumerEdge): void => {
    const sums = signed && dotPositions(gradient, tap);
    const sizes =
      absolute && edge.groups.some(({group}) => absoluteFor?.has(group))
        ? tf.tidy(() => absoluteProducts(gradient, tap))
        : undefined;
    for (const {group, columns} of edge.groups) {
      const own = (channels: tf.Tensor2D) => tf.tidy(() => toUnits(channels, columns, scale));
      if (signed) add(signed, group, own(sums!));
      if (sizes && absoluteFor!.has(group)) add(absolute!, group, own(sizes));
    }
    tf.dispose([sums ?? [], sizes ?? []]);
  };
  for (const edge of edges) {
    for (const tap of taps.get(edge.key) ?? []) watch.set(tap, gradient => observe(tap, gradient, edge));
  }
  return watch;
}

/** Watchers that sum |gradient × value| at feature maps. */
export function watchMaps(
  maps: ReadonlyMap<tf.Tensor, {readonly group: Group; readonly columns: UnitColumns}>,
  scale: number,
  absolute: PerGroup
): Watch {
  return new Map(
    [...maps].map(([map, {group, columns}]) => [
      map,
      gradient =>
        add(
          absolute,
          group,
          tf.tidy(() => toUnits(absoluteProducts(gradient, map), columns, scale))
        )
    ])
  );
}
