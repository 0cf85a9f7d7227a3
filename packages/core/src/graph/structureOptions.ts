import type {UnitKind} from '../layers/layerType.ts';
import {matchesAny, unmatched} from './layerPattern.ts';
import type {Network} from './network.ts';

export interface StructureOptions {
  /** Which channels are units: those of convolutions unless said; hidden dense and recurrent ones on request. */
  readonly units?: readonly UnitKind[];
  /** Layers whose channels stay, by name or pattern (`block1*`). */
  readonly exclude?: readonly string[];
}

export const UNIT_KINDS: readonly UnitKind[] = ['convolution', 'dense', 'recurrent'];

/** Whether options keep a layer's channels from being units. Throws where a pattern names no layer at all. */
export function exclusion(network: Network, {exclude = []}: StructureOptions): (layer: string) => boolean {
  const missing = unmatched(exclude, [...network.layers.keys()]);
  if (missing) {
    throw new Error(
      `Expected every pattern in \`exclude\` to match a layer, got "${missing}". Layers: ${[...network.layers.keys()].join(', ')}.`
    );
  }
  return layer => matchesAny(exclude, layer);
}
