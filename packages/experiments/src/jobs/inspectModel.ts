import type {StructureOptions} from '@espalier/core';
import {describeNetwork} from './describeNetwork.ts';
import type {InspectionDocument} from './inspectionDocument.ts';
import {withModel} from './withModel.ts';

export interface InspectOptions extends StructureOptions {
  /** Shape of one example, in place of the one that the model names. */
  readonly inputShape?: readonly number[];
}

/** `espalier inspect`: layers, groups and why they are coupled, sizes, and how far pruning could go. */
export async function inspectModel(
  path: string,
  {inputShape, ...structure}: InspectOptions = {}
): Promise<InspectionDocument> {
  return withModel(
    path,
    ({network, sha256}) => Promise.resolve({...describeNetwork(network, structure), model: {path, sha256}}),
    {inputShape}
  );
}
