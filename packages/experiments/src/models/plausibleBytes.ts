const ALWAYS = 2 ** 26; // 64 MiB, harmless to anybody
const RATIO = 20; // weights hardly shrink, and neither Keras nor PyTorch packs them

/**
 * Bytes of weights that a model file of `fileBytes` may unpack to. More is taken for a file that was made to fill the
 * memory.
 */
export function plausibleBytes(fileBytes: number): number {
  return ALWAYS + RATIO * fileBytes;
}
