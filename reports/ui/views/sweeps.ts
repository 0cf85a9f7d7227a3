import type {SweepRow, SweepsDocument} from '../../explore/documents.ts';
import {fill, h, type Child} from '../dom.ts';
import {moment, plural} from '../format.ts';
import {metricQuantity} from '../measures.ts';
import {poll} from '../poll.ts';
import {hashOf} from '../route.ts';
import type {ViewMaker} from '../shell.ts';
import {dataTable, type Column} from '../parts/dataTable.ts';
import {statusCounts} from '../parts/statusMark.ts';

/** Every sweep of the store, the newest first. */
export const sweepsView: ViewMaker = (main, shell) => {
  const place = h('div');
  main.append(h('h1', {}, 'Sweeps'), place);
  document.title = 'Sweeps · Espalier';
  const asking = poll<SweepsDocument>({
    show: answer => fill(place, ...content(answer)),
    onError: message => shell.tell(message),
    onAnswer: () => shell.tell()
  });
  return {update: () => asking.ask('/api/sweeps'), stop: asking.stop};
};

function content({store, exists, sweeps, notices}: SweepsDocument): Child[] {
  const problems = notices.map(notice => h('p', {class: 'problem'}, notice));
  const where = h('p', {class: 'note'}, 'In ', h('code', {}, store));
  if (sweeps.length === 0) {
    const why = exists ? 'There are no runs in this folder yet.' : 'There is no such folder yet.';
    return [
      where,
      h('p', {}, `${why} This page shows them as soon as there are some: `, h('code', {}, 'espalier sweep FILE')),
      ...problems
    ];
  }
  return [where, dataTable({caption: 'Sweeps', columns: COLUMNS, rows: sweeps}), ...problems];
}

const COLUMNS: readonly Column<SweepRow>[] = [
  {header: 'Sweep', head: true, cell: ({name}) => h('a', {href: hashOf('runs', {sweep: name})}, name)},
  {header: 'Runs', cell: ({counts, total}) => statusCounts(counts, total)},
  {
    header: 'Varies',
    cell: ({keys, seeds}) =>
      [
        ...keys.filter(({values}) => values > 1).map(({key, values}) => `${key} (${values})`),
        plural(seeds, 'seed')
      ].join(', ')
  },
  {
    header: 'Best',
    cell: ({name, best, metricName}) =>
      best && [
        h('a', {href: hashOf('run', {sweep: name, id: best.id})}, metricQuantity(metricName).write(best.value)),
        ` ${metricQuantity(metricName).words}`
      ]
  },
  {header: 'Last begun', cell: ({begun}) => moment(begun)},
  {
    header: 'Look at',
    cell: ({name, report}) =>
      h(
        'span',
        {class: 'links'},
        h('a', {href: hashOf('curves', {sweep: name})}, 'curves'),
        h('a', {href: hashOf('groups', {sweep: name})}, 'groups'),
        report !== undefined && h('a', {href: report}, 'report')
      )
  }
];
