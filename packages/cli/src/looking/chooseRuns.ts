import type {ListedRun} from '@espalier/experiments';
import {UsageError} from '../errors/UsageError.ts';

const STATUSES = ['queued', 'running', 'finished', 'failed', 'cancelled', 'interrupted'] as const;

export interface RunFilter {
  readonly status?: readonly string[];
  /** Conditions that all hold: `key=value`, `key!=a,b`, `key<3`. */
  readonly where: readonly string[];
}

/** The runs that a filter lets through. Throws a UsageError for a status or key that there is none of. */
export async function chooseRuns(
  runs: readonly ListedRun[],
  {status = STATUSES, where}: RunFilter
): Promise<readonly ListedRun[]> {
  const strange = status.find(one => !STATUSES.some(known => known === one));
  if (strange !== undefined) {
    const {unknownName} = await import('@espalier/experiments/store');
    throw new UsageError(unknownName('status', strange, STATUSES));
  }
  const wanted = runs.filter(run => status.includes(run.status));
  return where.length === 0 ? wanted : chooseWhere(wanted, where);
}

/** Settings that were not swept are looked up only where a condition asks for one: that reads a file a run. */
async function chooseWhere(runs: readonly ListedRun[], where: readonly string[]): Promise<readonly ListedRun[]> {
  const {matches, parseFilter, runRow, unknownKeys} = await import('@espalier/reports/explore');
  const terms = where.flatMap(text =>
    parseFilter(`"${text}"`.includes(' ') ? text.replace(/(?<==|<|>)(.*)$/s, '"$1"') : text)
  );
  const bare = where.find((_text, i) => !('key' in (terms[i] ?? {})));
  if (bare !== undefined) {
    throw new UsageError(`Expected --where to be KEY=VALUE (or !=, <, >, <=, >=), got "${bare}".`);
  }
  let rows: Parameters<typeof matches>[0][] = runs.map(runRow);
  if (unknownKeys(terms, rows).length > 0) {
    const {settingsReader} = await import('../ui/runSettings.ts');
    const {flatSettings} = await import('../ui/flatSettings.ts');
    const read = settingsReader();
    const settings = await Promise.all(runs.map(read));
    rows = rows.map((row, i) => ({...row, settings: flatSettings(settings[i] ?? {})}));
  }
  const [unknown] = runs.length > 0 ? unknownKeys(terms, rows) : [];
  if (unknown !== undefined) {
    const {unknownName} = await import('@espalier/experiments/store');
    const known = new Set(rows.flatMap(({settings, point}) => Object.keys({...point, ...settings})));
    throw new UsageError(`--where: ${unknownName('key', unknown, [...known].toSorted())}`);
  }
  return runs.filter((_run, i) => rows[i] && matches(rows[i], terms));
}
