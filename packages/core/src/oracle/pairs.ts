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

/** Parts of at most `size` pairs, in order. */
export function* inParts({units, rows}: Pairs, size: number): Generator<Pairs> {
  for (let start = 0; start < units.length; start += size) {
    yield {units: units.subarray(start, start + size), rows: rows.subarray(start, start + size)};
  }
}
