export interface ShortenedOptions {
  readonly all: boolean;
  /** Rows that are kept of the start and of the end. @default [20, 10] */
  readonly ends?: readonly [number, number];
}

/** The start and the end of a long table, with a row that says how many were left out. */
export function shortened(
  rows: readonly (readonly string[])[],
  {all, ends: [start, end] = [20, 10]}: ShortenedOptions
): readonly (readonly string[])[] {
  const hidden = rows.length - start - end;
  if (all || hidden <= 1) return rows;
  return [...rows.slice(0, start), [`… ${hidden} more; --all lists them`], ...rows.slice(-end)];
}
