import {tf} from '@espalier/backend';
import type {Outcomes} from './metric.ts';

/** Gathers what a network makes of examples, batch by batch. */
export interface OutcomesRecorder {
  /** Logits and labels of the next examples, [batch, classes] each; they stay the caller's. */
  readonly add: (logits: tf.Tensor2D, y: tf.Tensor2D) => void;
  readonly outcomes: () => Outcomes;
}

export function createOutcomesRecorder(classes: number): OutcomesRecorder {
  const labels: number[] = [];
  const predicted: number[] = [];
  const rows: Float32Array[] = [];
  return {
    add: (logits, y) => {
      tf.tidy(() => {
        labels.push(...tf.argMax(y, -1).dataSync<'int32'>());
        predicted.push(...tf.argMax(logits, -1).dataSync<'int32'>());
        rows.push(tf.softmax(logits).dataSync<'float32'>().slice());
      });
    },
    outcomes: () => ({
      classes,
      labels: Int32Array.from(labels),
      predicted: Int32Array.from(predicted),
      probabilities: concatenated(rows)
    })
  };
}

function concatenated(rows: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(rows.reduce((sum, {length}) => sum + length, 0));
  let at = 0;
  for (const row of rows) {
    all.set(row, at);
    at += row.length;
  }
  return all;
}
