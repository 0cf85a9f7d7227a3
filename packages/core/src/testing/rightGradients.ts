import {recordTape, tf} from '@espalier/backend';
import {expect} from 'vitest';
import type {Network} from '../graph/network.ts';
import {normal, runOneLayer} from './oneLayer.ts';

interface GradientCheck {
  readonly training: boolean;
  /** How far to go in both directions. */
  readonly step: number;
  /** @default 'all': by the input as well */
  readonly to?: 'all' | 'weights';
}

/** Expects the gradients of one layer by its input and weights to be its slopes along random directions. */
export function expectRightGradients(
  network: Network,
  x: tf.Tensor,
  {training, step, to = 'all'}: GradientCheck
): void {
  const weights = [...network.weights].filter(([name]) => !name.includes('moving_'));
  const places = to === 'all' ? [['input', x] as const, ...weights] : weights;
  const {result, tape} = recordTape(() => runOneLayer(network, x, training));
  const upstream = normal(result.shape, 11);
  const gradients = tape.backward({from: [[result, upstream]], wanted: places.map(([, tensor]) => tensor)});
  const lossAt = (moved: tf.Tensor, place: string): number => {
    const there = place === 'input' ? network : {...network, weights: new Map(network.weights).set(place, moved)};
    return loss(runOneLayer(there, place === 'input' ? moved : x, training), upstream);
  };
  for (const [place, tensor] of places) {
    for (const seed of [21, 22, 23]) {
      const direction = normal(tensor.shape, seed);
      const [ahead, behind] = [step, -step].map(by => {
        const moved = tf.tidy(() => tf.add(tensor, tf.mul(direction, by)));
        const value = lossAt(moved, place);
        moved.dispose();
        return value;
      }) as [number, number];
      const gradient = gradients.get(tensor)!;
      const size = Math.sqrt(dot(gradient, gradient)) + 1e-3;
      const error = Math.abs((ahead - behind) / (2 * step) - dot(gradient, direction)) / size;
      expect(error, `by ${place}, direction ${seed}`).toBeLessThan(1e-2);
      direction.dispose();
    }
  }
  tf.dispose([result, upstream, ...gradients.values()]);
  tape.dispose();
}

/** Σ a · b in double precision: float32 sums would drown small steps. */
function dot(a: tf.Tensor, b: tf.Tensor): number {
  const others = b.dataSync();
  return Array.from(a.dataSync()).reduce((sum, value, i) => sum + value * others[i]!, 0);
}

function loss(output: tf.Tensor, upstream: tf.Tensor): number {
  const sum = dot(output, upstream);
  output.dispose();
  return sum;
}
