import type {Measure} from '@espalier/reports/explore';
import {counted} from '../output/counted.ts';
import {textTable} from '../output/textTable.ts';
import {SHOWN, type ComparisonDocument} from './compareRuns.ts';
import {differenceText, measureText, MEASURE_NAMES} from './measureText.ts';

/** One column a run: what differs between their settings, then what was measured, with the difference to the first. */
export function comparisonText({runs, differing, same, differences}: ComparisonDocument): string {
  const several = new Set(runs.map(({sweep}) => sweep)).size > 1;
  const names = runs.map(({sweep, id}) => (several ? `${sweep}/${id}` : id));
  const settings = differing.map(({key, values}) => [key, ...values.map(shown)]);
  const status = ['status', ...runs.map(run => (run.soFar ? `${run.status}, step ${run.step ?? 0}` : run.status))];
  const measured = SHOWN.filter(key => runs.some(run => run[key] !== undefined));
  const values = measured.map(key => [
    MEASURE_NAMES[key],
    ...runs.map((run, i) => cell(key, run[key], i === 0 ? undefined : differences[i]?.[key]))
  ]);
  const head =
    differing.length === 0
      ? 'No setting differs'
      : `${counted(differing.length, 'setting')} of ${differing.length + same} differ`;
  const verb = differing.length === 1 ? head.replace('differ', 'differs') : head;
  const columns = (first: string) => [{header: first}, ...names.map(header => ({header}))];
  const table = textTable(columns('setting'), settings);
  return [
    `${verb}.${settings.length > 0 ? `\n\n${table}` : ''}`,
    textTable(columns('measured'), [status, ...values])
  ].join('\n\n');
}

function shown(value: string | null): string {
  return value === null ? '–' : value.length > 40 ? `${value.slice(0, 39)}…` : value;
}

function cell(key: Measure, value: number | undefined, difference: number | undefined): string {
  if (value === undefined) return '–';
  if (difference === undefined || difference === 0) return measureText(key, value);
  const sign = difference > 0 ? '+' : '−';
  const size = differenceText(key, Math.abs(difference));
  return `${measureText(key, value)} (${sign}${size})`;
}
