import type {Examples, Network, StructureOptions} from '@espalier/core';

/** A network and examples with their names and digests, as the heads of documents carry them. */
export interface MeasureInput {
  readonly network: Network;
  readonly examples: Examples;
  readonly model: {readonly path: string; readonly sha256: string};
  readonly data: {readonly name: string; readonly split: string; readonly sha256: string};
  readonly seed: number;
  /** What are units, where not the default. */
  readonly structure?: StructureOptions;
}
