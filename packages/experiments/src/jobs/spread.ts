/** A median with what lies around it, of times in milliseconds or of ratios. */
export interface Spread {
  readonly median: number;
  /** First and third quartile. */
  readonly quartiles: readonly [number, number];
  readonly least: number;
  readonly most: number;
  readonly count: number;
}

/** Median, quartiles and range of at least one value. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => {
    const place = share * (sorted.length - 1);
    const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
    return low + (place - Math.floor(place)) * (high - low);
  };
  return {median: at(0.5), quartiles: [at(0.25), at(0.75)], least: at(0), most: at(1), count: sorted.length};
}
