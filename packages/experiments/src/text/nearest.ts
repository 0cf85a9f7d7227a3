import {closest, distance} from 'fastest-levenshtein';

/** The known word closest to `word`, or undefined when none is close enough to be a likely slip of the keys. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const best = closest(word.toLowerCase(), known);
  return distance(word.toLowerCase(), best.toLowerCase()) <= Math.max(2, Math.floor(word.length / 3))
    ? best
    : undefined;
}

/** `Unknown criterion "tailor". Known: …. Did you mean "taylor"?` */
export function unknownName(kind: string, name: string, known: readonly string[]): string {
  const guess = nearest(name, known);
  const remedy = guess === undefined ? '' : ` Did you mean "${guess}"?`;
  return `Unknown ${kind} "${name}". Known: ${known.length > 0 ? known.join(', ') : 'none'}.${remedy}`;
}
