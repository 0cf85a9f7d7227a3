import {Option} from 'commander';
import type {UnitKind} from '@espalier/core';
import {UsageError} from '../errors/UsageError.ts';
import {commaList} from './lists.ts';

/** What are units, for every command that looks at them. */
export const unitsOption = () =>
  new Option('--units <kinds>', 'channels of which layers are units: convolution, dense, recurrent')
    .argParser(commaList('--units'))
    .default(['convolution'], 'convolution');

export const excludeOption = () =>
  new Option(
    '--exclude <layers>',
    "layers that stay whole, names or patterns joined by commas: 'conv1,block5*'"
  ).argParser(commaList('--exclude'));

/** What the options above give. */
export interface StructureTexts {
  readonly units: readonly string[];
  readonly exclude?: readonly string[];
}

/** The options in the engine's words. Throws a UsageError that names the nearest known kind. */
export async function structureOf({
  units,
  exclude
}: StructureTexts): Promise<{units: UnitKind[]; exclude?: readonly string[]}> {
  const [{UNIT_KINDS}, {unknownName}] = await Promise.all([import('@espalier/core'), import('@espalier/experiments')]);
  const kinds = units.map(name => {
    const kind = UNIT_KINDS.find(known => known === name);
    if (!kind) throw new UsageError(`--units: ${unknownName('kind of units', name, UNIT_KINDS)}`);
    return kind;
  });
  return {units: kinds, ...(exclude && {exclude})};
}
