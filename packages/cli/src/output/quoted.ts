/** A word as a shell reads it: in quotes where it has more than letters, digits and a few plain signs. */
export function quoted(word: string): string {
  return /^[\w./@%+,:=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
