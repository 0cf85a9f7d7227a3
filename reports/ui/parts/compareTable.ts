import type {CompareDocument, RunRow} from '../../explore/documents.ts';
import {metricNameOf} from '../../explore/metricNameOf.ts';
import {h, type Child} from '../dom.ts';
import {duration, percent, plural} from '../format.ts';
import {metricQuantity, QUANTITIES} from '../measures.ts';
import {hashOf} from '../route.ts';
import {statusMark} from './statusMark.ts';

const RESULTS: readonly (readonly [string, (row: RunRow) => string])[] = [
  [QUANTITIES.testAccuracy.words, row => percent(row.testAccuracy)],
  [QUANTITIES.testLoss.words, row => QUANTITIES.testLoss.write(row.testLoss)],
  [QUANTITIES.flops.words, row => percent(row.flops)],
  [QUANTITIES.parameters.words, row => percent(row.parameters)],
  [QUANTITIES.units.words, row => percent(row.units)],
  ['time', row => duration(row.seconds)]
];

/** With its name where runs have different ones. */
function writeMetric({metric, metricName}: RunRow, runs: readonly RunRow[]): string {
  const value = metricQuantity(metricName).write(metric);
  return metricNameOf(runs) === undefined && metricName !== undefined ? `${value} ${metricName}` : value;
}

/** A column a run: what differs above, what came of it below. `drop` leaves a run out. */
export function compareTable({runs, missing, differing, same}: CompareDocument, drop: (name: string) => void): Child[] {
  const dropper = (name: string) =>
    h(
      'button',
      {type: 'button', class: 'drop', 'aria-label': `Leave ${name} out`, onclick: () => drop(name)},
      h('span', {'aria-hidden': 'true'}, '×')
    );
  const heads = runs.map(({sweep, id}) =>
    h('th', {scope: 'col'}, h('a', {href: hashOf('run', {sweep, id})}, id), ' ', dropper(`${sweep}/${id}`))
  );
  const row = (name: string, values: readonly Child[]) =>
    h('tr', {}, h('th', {scope: 'row'}, name), ...values.map(value => h('td', {}, value)));
  const section = (title: string) =>
    h('tr', {class: 'section'}, h('th', {colspan: runs.length + 1, scope: 'colgroup'}, title));
  return [
    missing.length > 0 && h('p', {class: 'problem'}, `No such run: ${missing.join(', ')}`),
    runs.length > 0 &&
      h(
        'div',
        {class: 'beside', tabindex: '0', role: 'region', 'aria-label': 'Runs side by side'},
        h(
          'table',
          {},
          h('caption', {class: 'unseen'}, 'Runs side by side'),
          h('thead', {}, h('tr', {}, h('td'), ...heads)),
          h(
            'tbody',
            {},
            section(differing.length === 0 ? 'No setting differs' : 'Settings that differ'),
            ...differing.map(({key, values}) =>
              row(
                key,
                values.map(value => value ?? h('span', {class: 'note'}, 'not set'))
              )
            ),
            section('Results'),
            row(
              'status',
              runs.map(({status}) => statusMark(status))
            ),
            row(
              metricNameOf(runs) === undefined ? 'metric' : metricQuantity(metricNameOf(runs)).words,
              runs.map(run => writeMetric(run, runs))
            ),
            ...RESULTS.map(([name, write]) => row(name, runs.map(write)))
          )
        )
      ),
    runs.length > 0 && h('p', {class: 'note'}, `${plural(same, 'setting')} the same in all.`)
  ];
}
