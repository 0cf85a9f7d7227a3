import type {LayerPlan} from '@espalier/core';

/** A network that adapts to the data: its layers for a number of classes, behind an input of any image size. */
export interface ZooNetwork {
  readonly name: string;
  readonly layers: (classes: number) => readonly LayerPlan[];
}
