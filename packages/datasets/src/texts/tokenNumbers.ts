/** Numbers of words go from 1 to one less: as many as the text network of Kim (2014) has vectors for, 0 being padding. */
export const VOCABULARY = 18_766;

/**
 * The first `length` words of a text as numbers, with zeros behind. A word's number is its FNV-1a hash, so that there is no
 * vocabulary that could know of other texts; few words share one.
 *
 * Source of the hash: Fowler, Noll and Vo; of the idea: Weinberger et al. 2009, arXiv:0902.2206.
 */
export function tokenNumbers(tokens: readonly string[], length: number): Float32Array {
  const numbers = new Float32Array(length);
  tokens.slice(0, length).forEach((token, i) => (numbers[i] = 1 + (fnv1a(token) % (VOCABULARY - 1))));
  return numbers;
}

/** 32 bits of the low bytes of a string's characters. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ (text.charCodeAt(i) & 0xff), 0x01000193);
  return hash >>> 0;
}
