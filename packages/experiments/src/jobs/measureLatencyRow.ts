import {timeByTurns, type LatencyOptions} from '@espalier/core';
import {spreadOf, type Spread} from './spread.ts';

/** Forward passes in evaluation mode at one batch size, in milliseconds. */
export interface LatencyRow {
  readonly batch: number;
  readonly model: Spread;
  readonly other?: Spread;
  /** Time of the other model over the model's, pass by pass: above 1 where the model is faster. */
  readonly faster?: Spread;
}

/** A model whose forward passes can be timed, whatever runs it. */
export interface TimedModel {
  /** Makes up examples for passes of so many; throws a ModelError where the model takes no such batch. */
  readonly prepare: (batch: number) => PreparedPass;
}

/** A forward pass with its examples in memory. */
export interface PreparedPass {
  /** Runs it once: milliseconds until all outputs are in memory. */
  readonly time: () => number | Promise<number>;
  readonly dispose: () => void;
}

/** Forward passes of a model, and of another one by turns, on made-up examples. */
export async function measureLatencyRow(
  model: TimedModel,
  other: TimedModel | undefined,
  batch: number,
  timing: LatencyOptions
): Promise<LatencyRow> {
  const passes: PreparedPass[] = [];
  try {
    for (const one of other ? [model, other] : [model]) passes.push(one.prepare(batch));
    const [times, others] = await timeByTurns(
      passes.map(({time}) => time),
      timing
    );
    if (!others) return {batch, model: spreadOf(times!)};
    const faster = spreadOf(others.map((time, i) => time / times![i]!));
    return {batch, model: spreadOf(times!), other: spreadOf(others), faster};
  } finally {
    for (const pass of passes) pass.dispose();
  }
}
