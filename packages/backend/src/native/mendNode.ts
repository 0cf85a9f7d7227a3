import {createRequire} from 'node:module';

/**
 * Puts back `util.isNullOrUndefined` and `util.isArray`, which TensorFlow.js calls and Node ≥ 23 has removed.
 *
 * Older versions get the same replacements: theirs print deprecation warnings.
 */
export function mendNode(): void {
  const util = createRequire(import.meta.url)('node:util') as Record<string, unknown>;
  util.isNullOrUndefined = (value: unknown) => value === null || value === undefined;
  util.isArray = Array.isArray;
}
