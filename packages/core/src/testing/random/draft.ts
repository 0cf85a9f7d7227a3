import type {LayerPlan} from '../../graph/planNetwork.ts';
import type {Random} from '../../random.ts';

/** A random network as far as it is planned. */
export interface Draft {
  readonly plans: LayerPlan[];
  readonly random: Random;
  /** Node and number of channels at the end so far. */
  end: {readonly id: string; readonly channels: number};
}

/** Adds a few layers behind the end. */
export type Block = (draft: Draft) => void;

export function pick<T>(random: Random, values: readonly T[]): T {
  return values[Math.floor(random.uniform() * values.length)]!;
}

export function push(draft: Draft, type: string, config: object, inputs: readonly string[], channels: number): string {
  const id = `${type.toLowerCase()}${draft.plans.length}`;
  draft.plans.push({type, name: id, config: {...config}, inputs});
  draft.end = {id, channels};
  return id;
}

/** A layer that keeps the channels, behind the end. */
export function append(draft: Draft, type: string, config: object = {}): string {
  return push(draft, type, config, [draft.end.id], draft.end.channels);
}

export const ACTIVATIONS = ['relu', 'tanh', 'elu', 'linear', 'sigmoid'];

export const width = (draft: Draft) => 1 + Math.floor(draft.random.uniform() * 5);

/** Batch normalisation and an activation, or one of them, or none. */
export function dress(draft: Draft): void {
  const {random} = draft;
  if (random.uniform() < 0.5) {
    append(draft, 'BatchNormalization', {scale: random.uniform() < 0.8, center: random.uniform() < 0.9});
  }
  const activation = pick(random, ACTIVATIONS);
  if (random.uniform() < 0.7) append(draft, 'Activation', {activation});
}
