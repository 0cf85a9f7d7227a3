/** Units (within their group) and examples (within their minibatch) to run together: the i-th is unit `units[i]`, example `rows[i]`. */
export interface Pairs {
  readonly units: Int32Array;
  readonly rows: Int32Array;
}

/** Every unit with the examples on which it is `active`, [units · batch], unit after unit. */
export function activePairs(active: ArrayLike<number>, batch: number): Pairs {
  const places = Int32Array.from(active).reduce<number[]>((found, isActive, place) => {
    if (isActive) found.push(place);
    return found;
  }, []);
  return {
    units: Int32Array.from(places, place => Math.floor(place / batch)),
    rows: Int32Array.from(places, place => place % batch)
  };
}

/** Parts of at most `size` pairs and `span` neighboring units, in order. */
export function* inParts({units, rows}: Pairs, size: number, span = Infinity): Generator<Pairs> {
  for (let start = 0, end = 0; start < units.length; start = end) {
    const tooFar = units[start]! + span;
    while (end < units.length && end < start + size && units[end]! < tooFar) end++;
    yield {units: units.subarray(start, end), rows: rows.subarray(start, end)};
  }
}
