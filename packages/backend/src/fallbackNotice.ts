import {nativeBuild} from './native/nativeBuild.ts';

// Measured with a training step of a small convolutional network: `npm run bench -- engines`.
const slowdown = {wasm: 8.5, js: 45} as const;

/** What to do about a missing native engine. */
export const installRemedy = 'Install it with `ESPALIER_RETRY=1 npm run setup`; `espalier doctor` tells more.';

/** The one line for a user whose engine is not the native one. `reason` completes "because …". */
export function fallbackNotice(engine: 'wasm' | 'js', reason: string): string {
  const name = engine === 'wasm' ? 'WebAssembly' : 'plain JavaScript';
  const remedy = nativeBuild('cpu') ? ` ${installRemedy}` : '';
  return `Using ${name}, about ${slowdown[engine]} times slower than native TensorFlow: ${reason}.${remedy}`;
}
