import type {LayerPlan, UnitKind} from '@espalier/core';

/** What a network reads, and how small it may be. */
export interface ZooInput {
  /** In the plural, with the names of the axes: `images [height, width, channels]`. */
  readonly what: string;
  /** Smallest size of each axis. */
  readonly smallest: readonly number[];
  /** There may be more axes in front, which the network joins to one. */
  readonly anyAxes?: true;
  /** Name of an axis that may stand in front of the others: several clips of one video. */
  readonly repeated?: string;
}

/** A network that adapts to the data: its layers for a number of classes, behind an input of any fitting shape. */
export interface ZooNetwork {
  readonly name: string;
  /** One line: what it is, without its source. */
  readonly summary: string;
  readonly source: string;
  readonly input: ZooInput;
  /** What it is looked at with where there are no data. */
  readonly inputShape: readonly number[];
  /** Classes where there are no data: those of the data set that it was published with. */
  readonly classes: number;
  /** Base width, of which the sizes of its layers are multiples, where it has one: what the published network has. */
  readonly width?: number;
  /** Kinds of channels that are its units, where it has no convolutions. */
  readonly units?: readonly UnitKind[];
  /** Without `width`, of the network's own. */
  readonly layers: (classes: number, inputShape: readonly number[], width?: number) => readonly LayerPlan[];
}

/** Images of at least `side` pixels a side. */
export function images(side: number): ZooInput {
  return {what: 'images [height, width, channels]', smallest: [side, side, 1]};
}
