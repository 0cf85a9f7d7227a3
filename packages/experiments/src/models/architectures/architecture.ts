import type {LayerPlan} from '@espalier/core';

/** A network whose layers are known here, so that a file needs to hold its weights alone. */
export interface Architecture {
  readonly name: string;
  /** One line: what it is, and whose files of weights fit. */
  readonly summary: string;
  /** How a picture becomes its input. */
  readonly input: string;
  readonly inputShape: readonly number[];
  /** Classes unless the file has others; nothing for a trunk, which gives feature maps. */
  readonly classes?: number;
  readonly layers: (classes: number, inputShape: readonly number[]) => readonly LayerPlan[];
  /** Name of the module in a PyTorch state dict that holds a layer's weights. */
  readonly torch?: (layer: string) => string;
  /** Groups that may hold a layer's weights in an HDF5 file of Keras, most likely first. */
  readonly keras?: (layer: string) => readonly string[];
}
