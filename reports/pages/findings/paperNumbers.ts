import type {RunRecord} from '../../records/runRecord.ts';
import {FindingError} from './findingError.ts';
import type {FindingFile} from './findingSchema.ts';

/** The paper's numbers: as typed, or from what the experiment says in `reference:` (the first run that has it). */
export function paperNumbers(
  numbers: FindingFile['paper']['numbers'],
  records: readonly RunRecord[]
): ReadonlyMap<string, number> {
  return new Map(
    Object.entries(numbers).map(([name, number]) => [
      name,
      typeof number === 'number' ? number : referenced(number.reference, name, records)
    ])
  );
}

function referenced(place: string, name: string, records: readonly RunRecord[]): number {
  for (const {reference} of records) {
    const value = place.split('.').reduce<unknown>(childOf, reference);
    if (typeof value === 'number') return value;
  }
  throw new FindingError(`Expected a number at ${place} of some run’s reference for paper.numbers.${name}, got none.`);
}

/** The value of a key, the entry of a list by its place, or that of its `subject` or `criterion`. */
function childOf(tree: unknown, key: string): unknown {
  if (Array.isArray(tree) && !/^\d+$/.test(key))
    return (tree as Readonly<Record<string, unknown>>[]).find(
      one => one['subject'] === key || one['criterion'] === key
    );
  return typeof tree === 'object' && tree !== null ? (tree as Readonly<Record<string, unknown>>)[key] : undefined;
}
