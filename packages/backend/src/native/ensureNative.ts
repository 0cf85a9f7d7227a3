import {cacheFolder} from '../cacheFolder.ts';
import {readFailure, wouldFailAgain} from './failure.ts';
import {hasNvidiaGpu} from './hasNvidiaGpu.ts';
import {installNative, type InstallOptions} from './installNative.ts';
import {nativeBuild, type Variant} from './nativeBuild.ts';
import {nativeStatus} from './nativeStatus.ts';

/** How set-up left the native engine. */
export interface EnsuredNative {
  readonly installed: boolean;
  /** Why not, as one line. */
  readonly reason?: string;
}

/**
 * Installs the native engine that this machine and `ESPALIER_ENGINE` call for, unless it is there.
 *
 * An install that failed is not tried again until its circumstances change, an hour has passed, or `ESPALIER_RETRY` is
 * set; so this is quick whenever there is nothing to gain. Never throws for a failed install: there are fallbacks.
 */
export async function ensureNative(options: Omit<InstallOptions, 'variant'> = {}): Promise<EnsuredNative> {
  let reason: string | undefined;
  for (const variant of wantedVariants()) {
    const result = await ensureVariant(variant, options);
    if (result.installed) return result;
    reason ??= result.reason;
  }
  return {installed: false, reason};
}

async function ensureVariant(variant: Variant, options: Omit<InstallOptions, 'variant'>): Promise<EnsuredNative> {
  const {cache = cacheFolder()} = options;
  const {installed, folder, reason} = nativeStatus(variant, cache, options.build);
  if (installed || !folder) return {installed, reason};
  const failure = readFailure(cache, variant);
  if (failure && wouldFailAgain(failure, folder, Date.now())) return {installed: false, reason: failure.reason};
  try {
    await installNative({...options, variant});
    return {installed: true};
  } catch (error) {
    return {installed: false, reason: error instanceof Error ? error.message : String(error)};
  }
}

/** In order of preference; nothing when a fallback was asked for by name. */
function wantedVariants(): readonly Variant[] {
  const choice = process.env.ESPALIER_ENGINE || 'auto';
  if (choice === 'wasm' || choice === 'js') return [];
  if (choice === 'gpu') return ['gpu'];
  return choice === 'auto' && hasNvidiaGpu() && nativeBuild('gpu') ? ['gpu', 'cpu'] : ['cpu'];
}
