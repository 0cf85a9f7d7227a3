import type {LayerPlan} from '@espalier/core';

/** A network that adapts to the data: its layers for a number of classes, behind an input of any image size. */
export interface ZooNetwork {
  readonly name: string;
  /** What it is looked at with where there are no data: [height, width, channels]. */
  readonly inputShape: readonly number[];
  readonly layers: (classes: number) => readonly LayerPlan[];
}
