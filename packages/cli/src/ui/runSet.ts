import {
  isOwnKey,
  keysOfFilter,
  matches,
  parseFilter,
  sweptKeys,
  unknownKeys,
  valueOf,
  type KeyChoice,
  type RunRow,
  type SetHead,
  type SettledRow
} from '@espalier/reports/explore';
import {flatSettings} from './flatSettings.ts';
import type {UiContext} from './uiContext.ts';
import type {Listing} from './watchStore.ts';

/** Runs that a request is about, and what every answer tells of them. */
export interface RunSet {
  readonly rows: readonly SettledRow[];
  readonly listing: Listing;
  readonly head: SetHead;
}

/** The runs of a sweep (of all unless named) that fit the filter `q` and have one of the statuses; `run=S/ID` names some. */
export async function runSet(context: UiContext, query: URLSearchParams): Promise<RunSet> {
  const listing = await context.listing();
  const [sweep, statuses] = [query.get('sweep'), query.getAll('status')];
  const terms = parseFilter(query.get('q') ?? '');
  const names = new Set(query.getAll('run'));
  const inSweep = sweep ? listing.rows.filter(row => row.sweep === sweep) : listing.rows;
  const all = names.size > 0 ? inSweep.filter(({sweep, id}) => names.has(`${sweep}/${id}`)) : inSweep;
  const asked = [...keysOfFilter(terms), ...query.getAll('by'), (query.get('sort') ?? '').replace(/^-/, '')];
  const settled = await settle(context, listing, all, asked);
  const rows = settled.filter(row => (statuses.length === 0 || statuses.includes(row.status)) && matches(row, terms));
  const head: SetHead = {
    total: all.length,
    matched: rows.length,
    unknownKeys: unknownKeys(terms, settled),
    keys: await keyChoices(context, listing, rows),
    live: rows.some(({status}) => status === 'running' || status === 'queued')
  };
  return {rows, listing, head};
}

/** Looks settings up only where a key asks for more than was swept: that reads a file a run. */
async function settle(
  context: UiContext,
  {runs}: Listing,
  rows: readonly RunRow[],
  keys: readonly string[]
): Promise<readonly SettledRow[]> {
  const unswept = keys.some(key => key !== '' && !isOwnKey(key) && rows.some(row => valueOf(row, key) === undefined));
  if (!unswept) return rows;
  const settled: SettledRow[] = [];
  for (const row of rows) {
    const run = runs.get(`${row.sweep}/${row.id}`);
    settled.push(run ? {...row, settings: flatSettings(await context.settings(run))} : row);
  }
  return settled;
}

/** What differs first, then what else every run has, then the settings of a run of each sweep. */
async function keyChoices(context: UiContext, {runs}: Listing, rows: readonly RunRow[]): Promise<readonly KeyChoice[]> {
  const swept = sweptKeys(rows).toSorted((a, b) => Number((b.values ?? 0) > 1) - Number((a.values ?? 0) > 1));
  const own = (['sweep', 'seed', 'status'] as const).map(key => ({
    key,
    values: new Set(rows.map(row => row[key])).size
  }));
  const known = new Set(swept.map(({key}) => key));
  const firsts = new Map(rows.map(row => [row.sweep, row]));
  const settings = new Set<string>();
  for (const {sweep, id} of [...firsts.values()].slice(0, 20)) {
    const run = runs.get(`${sweep}/${id}`);
    for (const key of run ? Object.keys(flatSettings(await context.settings(run))) : []) settings.add(key);
  }
  const rest = [...settings].filter(key => !known.has(key) && key !== 'seed').toSorted();
  return [...swept, ...own, {key: 'run', values: rows.length}, ...rest.map(key => ({key}))];
}
