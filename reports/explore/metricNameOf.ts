import type {RunRow} from './documents.ts';

/** The name of the metric that all finished runs share. */
export function metricNameOf(rows: readonly RunRow[]): string | undefined {
  const names = new Set(rows.flatMap(({metricName}) => metricName ?? []));
  return names.size === 1 ? [...names][0] : undefined;
}
