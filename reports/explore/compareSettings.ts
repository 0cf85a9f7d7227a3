import {flattenConfig} from '../records/flattenConfig.ts';
import type {CompareDocument} from './documents.ts';

/** Settings by dotted key of which some run has another value than the rest, and the number of those that agree. */
export function compareSettings(
  settings: readonly Readonly<Record<string, unknown>>[]
): Pick<CompareDocument, 'differing' | 'same'> {
  const flat = settings.map(one => new Map(flattenConfig(one)));
  const keys = [...new Set(flat.flatMap(map => [...map.keys()]))].toSorted();
  const rows = keys.map(key => ({key, values: flat.map(map => map.get(key) ?? null)}));
  const differing = rows.filter(({values}) => new Set(values).size > 1);
  return {differing, same: rows.length - differing.length};
}
