import type {BenchRow} from './benchRows.ts';

/** Rows that agree in all of these keys, in the order of the first of each. */
export function groupRows(rows: readonly BenchRow[], by: readonly string[]): BenchRow[][] {
  const groups = new Map<string, BenchRow[]>();
  for (const row of rows) {
    const key = JSON.stringify(by.map(name => row[name] ?? null));
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()];
}
