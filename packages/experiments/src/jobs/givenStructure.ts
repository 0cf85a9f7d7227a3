import {UNIT_KINDS, type StructureOptions} from '@espalier/core';

/**
 * What is asked for beyond the defaults, written in one way; undefined where nothing is. Whatever is keyed by it keeps
 * the key that it had when there was nothing to ask for.
 */
export function givenStructure({units = [], exclude = []}: StructureOptions): StructureOptions | undefined {
  const kinds = UNIT_KINDS.filter(kind => units.includes(kind));
  const isDefault = kinds.length === 0 || kinds.join() === 'convolution';
  const patterns = [...new Set(exclude)].toSorted();
  if (isDefault && patterns.length === 0) return undefined;
  return {...(!isDefault && {units: kinds}), ...(patterns.length > 0 && {exclude: patterns})};
}
