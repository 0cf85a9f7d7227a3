import type {UnitKind} from '../layers/layerType.ts';
import {matchesAny, unmatched} from './layerPattern.ts';
import type {Network} from './network.ts';
import {StructureError} from './structureError.ts';

export interface StructureOptions {
  /** Which channels are units: those of convolutions unless said; hidden dense and recurrent ones on request. */
  readonly units?: readonly UnitKind[];
  /** Layers whose channels stay, by name or pattern (`block1*`). */
  readonly exclude?: readonly string[];
}

export const UNIT_KINDS: readonly UnitKind[] = ['convolution', 'dense', 'recurrent'];

/** Whether options keep a layer's channels from being units. Throws where a pattern names no layer at all. */
export function exclusion(network: Network, {exclude = []}: StructureOptions): (layer: string) => boolean {
  checkPatterns('exclude', exclude, [...network.layers.keys()]);
  return layer => matchesAny(exclude, layer);
}

/** Most names that a message lists: a large network has hundreds. */
const LISTED = 20;

/** Throws a StructureError at the first pattern of an option that matches none of the layers. */
export function checkPatterns(option: string, patterns: readonly string[], layers: readonly string[]): void {
  const missing = unmatched(patterns, layers);
  if (missing === undefined) return;
  const more = layers.length > LISTED ? `, … (${layers.length} in all)` : '';
  throw new StructureError(
    `Expected every pattern in \`${option}\` to match a layer, got "${missing}". Layers: ${layers.slice(0, LISTED).join(', ')}${more}.`
  );
}
