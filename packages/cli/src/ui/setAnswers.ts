import {
  AXES,
  countStatuses,
  curvesOf,
  estimateGroup,
  groupRows,
  metricNameOf,
  sortRows,
  withLastStep,
  type Axis,
  type CurvesDocument,
  type GroupsDocument,
  type RunRow,
  type RunsDocument,
  type SettledRow
} from '@espalier/reports/explore';
import {HttpError} from './HttpError.ts';
import {runSet, type RunSet} from './runSet.ts';
import type {UiContext} from './uiContext.ts';

/** Rows an answer has at most. */
const ROWS = 500;

/** Lines that can still be told apart, and runs that can still be read while one waits. */
const SERIES = 12;
const CURVES = 300;

/** `?sort=KEY|-KEY&from=0&count=100` of a set. */
export async function listRows(context: UiContext, query: URLSearchParams): Promise<RunsDocument> {
  const {rows, listing, head} = await runSet(context, query);
  const from = wholeNumber(query, 'from', 0);
  const count = Math.min(ROWS, wholeNumber(query, 'count', 100));
  const sorted = sortRows(rows, query.get('sort') ?? '-begun').slice(from, from + count);
  const shown = sorted.map(({settings: _settings, ...row}): RunRow => {
    const run = listing.runs.get(`${row.sweep}/${row.id}`);
    return run && row.status !== 'queued' ? withLastStep(row, context.lines(run, 'metrics.jsonl').lines) : row;
  });
  return {format: 'espalier.ui.runs/1', ...head, counts: countStatuses(rows), from, rows: shown};
}

/** `?by=KEY&by=KEY` of a set: means over seeds. */
export async function listGroups(context: UiContext, query: URLSearchParams): Promise<GroupsDocument> {
  const set = await runSet(context, query);
  const by = keysToGroupBy(set, query, ROWS);
  const metricName = metricNameOf(set.rows);
  const groups = groupRows(set.rows, by).slice(0, ROWS).map(estimateGroup);
  return {format: 'espalier.ui.groups/1', ...set.head, by, ...(metricName !== undefined && {metricName}), groups};
}

/** `?by=KEY&x=flops&y=testAccuracy` of a set: curves of its groups. */
export async function listCurves(context: UiContext, query: URLSearchParams): Promise<CurvesDocument> {
  const set = await runSet(context, query);
  const by = keysToGroupBy(set, query, SERIES);
  const axes = {x: axisOf(query, 'x', 'flops'), y: axisOf(query, 'y', 'testAccuracy')};
  const begun = set.rows.filter(({status}) => status !== 'queued');
  const groups = groupRows(begun, by);
  const drawn = groups.slice(0, SERIES);
  const share = Math.max(1, Math.floor(CURVES / Math.max(1, drawn.length)));
  const metricsOf = ({sweep, id}: SettledRow) => {
    const run = set.listing.runs.get(`${sweep}/${id}`);
    return run ? context.lines(run, 'metrics.jsonl').lines : [];
  };
  const series = drawn.map(group => curvesOf({...group, rows: group.rows.slice(0, share)}, metricsOf, axes));
  const leftOut = {
    series: groups.length - drawn.length,
    runs: drawn.reduce((sum, {rows}) => sum + Math.max(0, rows.length - share), 0)
  };
  return {format: 'espalier.ui.curves/1', ...set.head, by, ...axes, series, leftOut};
}

/** The keys that were asked for; else those that differ, as long as the groups stay few. `by=` alone groups nothing. */
function keysToGroupBy({rows, head}: RunSet, query: URLSearchParams, most: number): readonly string[] {
  if (query.has('by')) return query.getAll('by').filter(key => key !== '');
  const differing = head.keys.filter(({key, values = 0}) => values > 1 && !['seed', 'status', 'run'].includes(key));
  const chosen: string[] = [];
  for (const {key} of differing) if (groupRows(rows, [...chosen, key]).length <= most) chosen.push(key);
  return chosen;
}

function axisOf(query: URLSearchParams, name: string, otherwise: Axis): Axis {
  const text = query.get(name) ?? otherwise;
  const axis = AXES.find(known => known === text);
  if (!axis) throw new HttpError(400, `Expected ${name} to be one of ${AXES.join(', ')}, got "${text}".`);
  return axis;
}

function wholeNumber(query: URLSearchParams, name: string, otherwise: number): number {
  const text = query.get(name) ?? String(otherwise);
  if (!/^\d{1,9}$/.test(text)) throw new HttpError(400, `Expected ${name} to be a whole number, got "${text}".`);
  return Number(text);
}
