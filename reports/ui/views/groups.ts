import {MEASURES, type GroupRow, type GroupsDocument, type Measure} from '../../explore/documents.ts';
import {fill, h, type Child} from '../dom.ts';
import {capital, metricQuantity, QUANTITIES} from '../measures.ts';
import {poll} from '../poll.ts';
import {changed, hashOf, setOf, type Route} from '../route.ts';
import type {ViewMaker} from '../shell.ts';
import {figureBox} from '../figures/figureBox.ts';
import {intervalsFigure} from '../figures/intervals.ts';
import {chooser} from '../parts/chooser.ts';
import {dataTable, type Column} from '../parts/dataTable.ts';
import {estimateText} from '../parts/estimateText.ts';
import {filterBar} from '../parts/filterBar.ts';
import {byOf, keyPicker} from '../parts/keyPicker.ts';

const CHOICES = MEASURES.map(measure => [measure, capital(QUANTITIES[measure].words)] as const);

/** Means over seeds of a set of runs, by group. */
export const groupsView: ViewMaker = (main, shell) => {
  let route: Route;
  let latest: GroupsDocument | undefined;
  const go = (key: string, values: readonly string[]) => shell.go(hashOf('groups', changed(route.query, key, values)));
  const bar = filterBar(shell);
  const by = keyPicker(keys => go('by', byOf(keys)));
  const measures = chooser('Measure', CHOICES, value => go('measure', [value]));
  const figure = figureBox();
  const below = h('div');
  main.append(
    h('h1', {}, 'Groups'),
    bar.element,
    h('div', {class: 'controls'}, measures.element, by.element),
    figure.element,
    below
  );
  document.title = 'Groups · Espalier';
  const draw = () => {
    if (!latest) return;
    const {groups, metricName} = latest;
    const measure = measureOf(route);
    const quantity = measure === 'metric' ? metricQuantity(metricName) : QUANTITIES[measure];
    measures.show(measure);
    figure.show(width => intervalsFigure(groups, measure, quantity, width));
    const sort = route.query.get('order') ?? '';
    fill(below, ...content(latest, sort, next => go('order', [next])));
  };
  const asking = poll<GroupsDocument>({
    show: answer => {
      latest = answer;
      bar.show(answer);
      by.show(answer.keys, answer.by);
      draw();
    },
    onError: message => shell.tell(message),
    onAnswer: () => shell.tell()
  });
  return {
    update: next => {
      route = next;
      bar.update(next);
      draw();
      const query = setOf(next.query);
      for (const key of next.query.getAll('by')) query.append('by', key);
      asking.ask(`/api/groups?${String(query)}`);
    },
    stop: () => {
      asking.stop();
      bar.stop();
      figure.stop();
    }
  };
};

function measureOf({query}: Route): Measure {
  const asked = query.get('measure');
  return MEASURES.find(measure => measure === asked) ?? 'metric';
}

function content({groups, metricName}: GroupsDocument, sort: string, onSort: (sort: string) => void): Child[] {
  const pooled = [...new Set(groups.flatMap(({pooled}) => pooled))];
  return [
    h('p', {class: 'note'}, 'Mean over seeds of finished runs [95 % t interval, from two seeds on].'),
    pooled.length > 0 &&
      h(
        'p',
        {class: 'problem'},
        `Runs of a group also differ in ${pooled.join(', ')}: averaged seed by seed. Group by it to keep them apart.`
      ),
    dataTable({caption: 'Groups', columns: columnsOf(metricName), rows: sortGroups(groups, sort), sort, onSort})
  ];
}

function columnsOf(metricName: string | undefined): readonly Column<GroupRow>[] {
  const shown: readonly Measure[] = ['metric', 'testAccuracy', 'flops', 'parameters', 'seconds'];
  return [
    {key: 'label', header: 'Group', head: true, cell: ({label}) => label},
    {
      key: 'runs',
      header: 'Finished',
      number: true,
      cell: ({runs, finished}) => (runs === finished ? finished : `${finished} of ${runs}`)
    },
    {header: 'Seeds', number: true, cell: ({estimates}) => Math.max(0, ...Object.values(estimates).map(({n}) => n))},
    ...shown.map((measure): Column<GroupRow> => {
      const quantity = measure === 'metric' ? metricQuantity(metricName) : QUANTITIES[measure];
      return {
        key: measure,
        header: capital(quantity.words),
        number: true,
        cell: ({estimates}) => estimates[measure] && estimateText(estimates[measure], quantity)
      };
    })
  ];
}

/** In the order of the server unless another is asked for; groups without a value last. */
function sortGroups(groups: readonly GroupRow[], sort: string): readonly GroupRow[] {
  if (sort === '') return groups;
  const [key, sign] = sort.startsWith('-') ? [sort.slice(1), -1] : [sort, 1];
  if (key === 'label') return sign > 0 ? groups : groups.toReversed();
  const value = (row: GroupRow) => (key === 'runs' ? row.finished : row.estimates[key as Measure]?.value);
  return groups.toSorted((a, b) => {
    const [one, other] = [value(a), value(b)];
    if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined);
    return sign * (one - other);
  });
}
