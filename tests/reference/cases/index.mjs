import {branches} from './branches.mjs';
import {chains} from './chains.mjs';
import {others} from './others.mjs';
import {residual} from './residual.mjs';
import {sequences} from './sequences.mjs';

/**
 * Networks as `buildNetwork` takes them, small because the reference takes second derivatives by every weight. `units`
 * says which kinds of channels are units, where not those of convolutions alone.
 */
export const cases = [...chains, ...residual, ...branches, ...others, ...sequences];
