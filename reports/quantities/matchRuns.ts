import {flattenConfig} from '../records/flattenConfig.ts';
import type {RunRecord} from '../records/runRecord.ts';
import {subjectOf} from '../records/subjectOf.ts';
import type {RunFilter} from './quantitySchema.ts';

/** The runs that fulfil every condition of a filter. */
export function matchRuns(records: readonly RunRecord[], filter: RunFilter): RunRecord[] {
  const conditions = Object.entries(filter);
  if (conditions.length === 0) return [...records];
  return records.filter(record => {
    const settings = settingsOf(record);
    return conditions.every(([key, wanted]) =>
      [wanted].flat().some(value => (value === null ? !settings.has(key) : String(value) === String(settings.get(key))))
    );
  });
}

/** What a run was made with, by dotted key, and what it is called. */
export function settingsOf(record: RunRecord): ReadonlyMap<string, string | number> {
  const {criterion, sweep, label, seed} = record;
  const names = Object.entries({criterion, sweep, label, seed, subject: subjectOf(record)});
  return new Map<string, string | number>([...flattenConfig(record.config), ...names]);
}

/** Two filters as one; where both have a key, the second counts. */
export function mergeFilters(first: RunFilter, second: RunFilter = {}): RunFilter {
  return {...first, ...second};
}
