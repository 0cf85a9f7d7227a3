/** Options name layers, units or floors that the network does not have. */
export class StructureError extends Error {
  override readonly name = 'StructureError';
}
