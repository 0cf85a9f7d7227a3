import {shortNames, textOf} from '../../explore/valueOf.ts';
import type {RunRow, RunsDocument} from '../../explore/documents.ts';
import {fill, h, type Child} from '../dom.ts';
import {duration, moment, percent} from '../format.ts';
import {capital, metricQuantity} from '../measures.ts';
import {poll} from '../poll.ts';
import {changed, hashOf, setOf, type Route} from '../route.ts';
import type {Shell, ViewMaker} from '../shell.ts';
import {dataTable, type Column} from '../parts/dataTable.ts';
import {filterBar} from '../parts/filterBar.ts';
import {pager} from '../parts/pager.ts';
import {statusMark} from '../parts/statusMark.ts';

const PAGE = 100;

/** Swept keys that get a column of their own. */
const KEYS = 6;

/** A set of runs as a table: sorted, page by page, to be marked for comparing. */
export const runsView: ViewMaker = (main, shell) => {
  const bar = filterBar(shell);
  const place = h('div', {'aria-busy': 'true'});
  main.append(h('h1', {}, 'Runs'), bar.element, place);
  document.title = 'Runs · Espalier';
  let route: Route;
  let latest: RunsDocument | undefined;
  const draw = () => latest && fill(place, ...content(latest, route, shell, draw));
  const asking = poll<RunsDocument>({
    show: answer => {
      latest = answer;
      bar.show(answer);
      place.removeAttribute('aria-busy');
      draw();
    },
    onError: message => shell.tell(message),
    onAnswer: () => shell.tell()
  });
  return {
    update: next => {
      route = next;
      bar.update(next);
      const query = setOf(next.query);
      query.set('sort', next.query.get('sort') ?? '-begun');
      query.set('from', next.query.get('from') ?? '0');
      query.set('count', String(PAGE));
      asking.ask(`/api/runs?${String(query)}`);
    },
    stop: () => {
      asking.stop();
      bar.stop();
    }
  };
};

function content({rows, from, matched}: RunsDocument, {query}: Route, shell: Shell, redraw: () => void): Child[] {
  if (rows.length === 0) return [h('p', {class: 'note'}, 'No run fits.')];
  const sort = query.get('sort') ?? '-begun';
  const onSort = (key: string) => shell.go(hashOf('runs', changed(changed(query, 'sort', [key]), 'from', [])));
  const go = (to: number) => {
    shell.go(hashOf('runs', changed(query, 'from', [String(to)])));
    document.querySelector('.table')?.scrollIntoView();
  };
  const columns = columnsOf(rows, shell, redraw);
  const sortBy: HTMLSelectElement = h(
    'select',
    {id: 'sort', onchange: () => onSort(sortBy.value)},
    ...sortOptions(columns)
  );
  sortBy.value = sort;
  return [
    h('div', {class: 'field narrow'}, h('label', {for: 'sort'}, 'Sort by'), sortBy),
    marked(shell, redraw),
    dataTable({caption: 'Runs', columns, rows, sort, onSort}),
    pager({from, size: PAGE, total: matched, go})
  ];
}

/** For phones, where there is no row of headers to press. */
function sortOptions(columns: readonly Column<RunRow>[]): readonly HTMLElement[] {
  return columns.flatMap(({key, header}) =>
    key === undefined ? [] : [h('option', {value: key}, `${header} ↑`), h('option', {value: `-${key}`}, `${header} ↓`)]
  );
}

function marked({selection}: Shell, redraw: () => void): Child {
  const {size} = selection.names;
  if (size === 0) return null;
  const runs = new URLSearchParams([...selection.names].map(name => ['run', name]));
  const clear = () => {
    selection.clear();
    redraw();
  };
  return h(
    'p',
    {class: 'marked'},
    `${size} marked: `,
    h('a', {href: hashOf('compare', runs), class: 'button'}, 'Compare'),
    h('button', {type: 'button', onclick: clear}, 'Unmark')
  );
}

function columnsOf(rows: readonly RunRow[], {selection}: Shell, redraw: () => void): readonly Column<RunRow>[] {
  const keys = [...new Set(rows.flatMap(({point}) => Object.keys(point)))];
  const names = shortNames(keys);
  const metrics = new Set(rows.flatMap(({metricName}) => metricName ?? []));
  const [metricName] = metrics.size === 1 ? metrics : [undefined];
  const sweeps = new Set(rows.map(({sweep}) => sweep)).size > 1;
  const mark = ({sweep, id}: RunRow) => {
    const name = `${sweep}/${id}`;
    const box: HTMLInputElement = h('input', {
      type: 'checkbox',
      'aria-label': `Compare ${name}`,
      'data-focus': `mark ${name}`,
      checked: selection.names.has(name),
      onchange: () => {
        selection.toggle(name, box.checked);
        redraw();
      }
    });
    return box;
  };
  const open = ({sweep, id}: RunRow) => h('a', {href: hashOf('run', {sweep, id}), 'data-focus': `${sweep}/${id}`}, id);
  return [
    {header: 'Compare', hidden: true, cell: mark},
    {key: 'run', header: 'Run', head: true, cell: open},
    ...(sweeps ? [{key: 'sweep', header: 'Sweep', cell: ({sweep}: RunRow) => sweep}] : []),
    {key: 'status', header: 'Status', cell: ({status}) => statusMark(status)},
    ...keys.slice(0, KEYS).map((key): Column<RunRow> => {
      const number = rows.every(({point}) => ['number', 'undefined'].includes(typeof point[key]));
      return {key, header: names.get(key) ?? key, number, cell: ({point}) => textOf(point[key])};
    }),
    {key: 'seed', header: 'Seed', number: true, cell: ({seed}) => seed},
    {
      key: 'metric',
      header: capital(metricQuantity(metricName).words),
      number: true,
      cell: ({metric, metricName: own}) => metricQuantity(own).write(metric)
    },
    {key: 'testAccuracy', header: 'Test accuracy', number: true, cell: row => soFar(row, percent(row.testAccuracy))},
    {key: 'flops', header: 'FLOPs left', number: true, cell: row => soFar(row, percent(row.flops))},
    {key: 'seconds', header: 'Time', number: true, cell: ({seconds}) => duration(seconds)},
    {key: 'begun', header: 'Begun', number: true, cell: ({begun}) => moment(begun)}
  ];
}

/** A number of an unfinished run is on its way. */
function soFar({soFar: unfinished}: RunRow, text: string): Child {
  return unfinished ? h('span', {class: 'sofar', title: 'so far'}, text) : text;
}
