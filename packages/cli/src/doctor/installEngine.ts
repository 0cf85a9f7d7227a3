import {EngineError, ensureNative} from '@espalier/backend';
import {createProgress} from '../progress/progress.ts';

const VERBS = {download: 'Downloading', unpack: 'Unpacking', compile: 'Compiling'} as const;

/** Makes the native engine that this machine calls for. Throws an EngineError with the reason where it cannot be had. */
export async function installEngine({quiet}: {readonly quiet?: boolean}): Promise<void> {
  // The user asks for it now, so an earlier failure does not count.
  process.env.ESPALIER_RETRY = '1';
  const progress = createProgress({quiet});
  const {installed, reason} = await ensureNative({
    onProgress: ({stage, what, done, total}) => progress.update(`${VERBS[stage]} ${what}`, done, total ?? done),
    onWait: () => progress.say('Another process is installing native TensorFlow; waiting for it.')
  }).finally(progress.stop);
  if (!installed)
    throw new EngineError(reason ?? 'Native TensorFlow cannot be had: ESPALIER_ENGINE asks for another engine.');
  progress.say('Native TensorFlow is installed.');
}
