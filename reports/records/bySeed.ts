/** One number for each seed, from rows that each have a seed; rows without a finite number are left out. */
export function bySeed<Row extends {readonly seed: number}>(
  rows: readonly Row[],
  value: (row: Row) => number | null | undefined
): Map<number, number> {
  return new Map(
    rows.flatMap((row): [number, number][] => {
      const number = value(row);
      return typeof number === 'number' && Number.isFinite(number) ? [[row.seed, number]] : [];
    })
  );
}
