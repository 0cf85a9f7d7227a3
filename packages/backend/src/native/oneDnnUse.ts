import type {Engine} from '../engine.ts';
import {EngineError} from '../engineError.ts';
import {nativeBuild, type Variant} from './nativeBuild.ts';

/**
 * What native TensorFlow uses oneDNN for: its own copy, and one of ours for convolutions, unless the environment says
 * otherwise. Without ours, convolutions are TensorFlow's, as they were in records whose engine names none.
 *
 * @throws EngineError when `ESPALIER_CONVOLUTIONS` makes no sense.
 */
export function oneDnnUse(variant: Variant, device: Engine['device']): Pick<Engine, 'oneDnn' | 'convolutions'> {
  const {ESPALIER_CONVOLUTIONS, TF_ENABLE_ONEDNN_OPTS} = process.env;
  const choice = ESPALIER_CONVOLUTIONS || 'onednn';
  if (choice !== 'onednn' && choice !== 'tensorflow') {
    throw new EngineError(`Expected ESPALIER_CONVOLUTIONS to be onednn or tensorflow, got "${choice}"`);
  }
  const oneDnn = device === 'cpu' && TF_ENABLE_ONEDNN_OPTS !== '0';
  const ours = nativeBuild(variant)?.oneDnn;
  if (!oneDnn || !ours || choice === 'tensorflow') return {oneDnn};
  return {oneDnn, convolutions: `oneDNN ${ours.version}`};
}
