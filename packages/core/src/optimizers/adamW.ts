import {tf} from '@espalier/backend';
import type {OptimizerOptions, UpdateRule, WeightAfter, WeightBefore} from './optimizer.ts';

/** Decay of the running mean of squared gradients. */
const BETA_2 = 0.999;

/** Keeps the step finite where no gradient has come yet. */
const EPSILON = 1e-8;

/**
 * Adam with decoupled weight decay, as PyTorch computes it. In the t-th update, with β₁ = `momentum`, β₂ = 0.999 and
 * ε = 1e-8:
 *
 * m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²;
 * w ← w − lr · (m̂ / (√v̂ + ε) + weightDecay · w), where m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ).
 *
 * Its slots are m and v.
 *
 * Source: Loshchilov and Hutter, ICLR 2019, arXiv:1711.05101, algorithm 2 without a schedule of its own.
 */
export function adamW({momentum: beta1 = 0.9, weightDecay = 1e-4}: Omit<OptimizerOptions, 'lr'>): UpdateRule {
  return {
    slots: 2,
    step: (weights, {lr, update}) => {
      const rates = {
        mean: tf.scalar(1 - beta1),
        square: tf.scalar(1 - BETA_2),
        root: tf.scalar(1 / Math.sqrt(1 - BETA_2 ** update)),
        epsilon: tf.scalar(EPSILON),
        step: tf.scalar(lr / (1 - beta1 ** update)),
        kept: tf.scalar(1 - lr * weightDecay)
      };
      return weights.map(weight => tf.tidy(() => stepped(weight, rates)));
    }
  };
}

type Rates = Readonly<Record<'mean' | 'square' | 'root' | 'epsilon' | 'step' | 'kept', tf.Scalar>>;

function stepped({weight, gradient, slots}: WeightBefore, rates: Rates): WeightAfter {
  const mean = towards(slots[0]!, gradient, rates.mean);
  const square = towards(slots[1]!, tf.mul(gradient, gradient), rates.square);
  const scale = tf.add(tf.mul(tf.sqrt(square), rates.root), rates.epsilon);
  const step = tf.mul(tf.div(mean, scale), rates.step);
  return {weight: tf.sub(tf.mul(weight, rates.kept), step), slots: [mean, square]};
}

/** from + (to − from) · share */
function towards(from: tf.Tensor, to: tf.Tensor, share: tf.Scalar): tf.Tensor {
  return tf.add(from, tf.mul(tf.sub(to, from), share));
}
