import type {RunRecord} from './runRecord.ts';

/** Runs that differ in their seed alone. */
export interface Series {
  readonly label: string;
  readonly criterion: string;
  readonly runs: readonly RunRecord[];
}

/** Groups runs by label, each group in the order of seeds, groups in the order of `compare` on criteria. */
export function groupRuns(records: readonly RunRecord[], compare: (a: string, b: string) => number): Series[] {
  const labels = new Map<string, RunRecord[]>();
  for (const record of records) labels.set(record.label, [...(labels.get(record.label) ?? []), record]);
  return [...labels]
    .map(([label, runs]) => ({
      label,
      criterion: runs[0]?.criterion ?? label,
      runs: runs.toSorted((a, b) => a.seed - b.seed)
    }))
    .sort((a, b) => compare(a.criterion, b.criterion) || (a.label < b.label ? -1 : 1));
}

/** What a series' label says beside its criterion: `, flopsLambda=0.001`, or nothing. */
export function settingsOf({label, criterion}: Pick<Series, 'label' | 'criterion'>): string {
  return label.startsWith(criterion) ? label.slice(criterion.length) : '';
}
