import type {LayerPlan} from '@espalier/core';

/** Inverted residual blocks of one kind: how many, and the stride of the first one. */
export interface InvertedStage {
  readonly blocks: number;
  readonly strides: number;
  readonly channels: number;
}

/** What one block has to know of its place. */
export interface BlockPlace {
  readonly name: string;
  /** Node that the block reads, and its channels. */
  readonly input: string;
  readonly width: number;
  readonly strides: number;
}

/** The blocks of all stages one behind the other, behind a stem of 32 channels: `block1`, `block2`, … */
export function invertedBlocks<S extends InvertedStage>(
  stages: readonly S[],
  block: (options: Omit<S, 'strides' | 'blocks'> & BlockPlace) => LayerPlan[]
): LayerPlan[] {
  let [input, width, number] = ['stem_relu', 32, 0];
  return stages.flatMap(({blocks: count, strides, ...stage}) =>
    Array.from({length: count}, (_, i) => {
      const name = `block${++number}`;
      const plan = block({...stage, name, input, width, strides: i === 0 ? strides : 1});
      [input, width] = [plan.at(-1)?.name ?? '', stage.channels];
      return plan;
    }).flat()
  );
}
