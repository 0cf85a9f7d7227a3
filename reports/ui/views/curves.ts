import type {Axis, CurvesDocument} from '../../explore/documents.ts';
import {h, fill, type Child} from '../dom.ts';
import {plural} from '../format.ts';
import {capital, QUANTITIES} from '../measures.ts';
import {poll} from '../poll.ts';
import {changed, hashOf, setOf, type Route} from '../route.ts';
import type {Shell, ViewMaker} from '../shell.ts';
import {curvesFigure} from '../figures/curves.ts';
import {figureBox} from '../figures/figureBox.ts';
import {chooser} from '../parts/chooser.ts';
import {curvesTable} from '../parts/curvesTable.ts';
import {filterBar} from '../parts/filterBar.ts';
import {byOf, keyPicker} from '../parts/keyPicker.ts';

export const ACROSS: readonly Axis[] = ['flops', 'units', 'parameters', 'updates', 'step'];
export const UP: readonly Axis[] = [
  'testAccuracy',
  'validationAccuracy',
  'testLoss',
  'validationLoss',
  'flops',
  'units',
  'parameters'
];

export const axisOptions = (axes: readonly Axis[]) =>
  axes.map(axis => [axis, capital(QUANTITIES[axis].words)] as const);

/** Curves of a set of runs, by group, also while they grow. */
export const curvesView: ViewMaker = (main, shell: Shell) => {
  let route: Route;
  const change = (key: string, values: readonly string[]) =>
    shell.go(hashOf('curves', changed(route.query, key, values)));
  const bar = filterBar(shell);
  const by = keyPicker(keys => change('by', byOf(keys)));
  const up = chooser('Up', axisOptions(UP), value => change('y', [value]));
  const across = chooser('Across', axisOptions(ACROSS), value => change('x', [value]));
  const figure = figureBox();
  const below = h('div');
  main.append(
    h('h1', {}, 'Curves'),
    bar.element,
    h('div', {class: 'controls'}, up.element, across.element, by.element),
    figure.element,
    below
  );
  document.title = 'Curves · Espalier';
  const asking = poll<CurvesDocument>({
    show: answer => {
      bar.show(answer);
      by.show(answer.keys, answer.by);
      up.show(answer.y);
      across.show(answer.x);
      figure.show(width => curvesFigure(answer, width));
      fill(below, ...notes(answer), curvesTable(answer));
    },
    onError: message => shell.tell(message),
    onAnswer: () => shell.tell()
  });
  return {
    update: next => {
      route = next;
      bar.update(next);
      const query = setOf(next.query);
      for (const key of ['x', 'y', 'by']) for (const value of next.query.getAll(key)) query.append(key, value);
      asking.ask(`/api/curves?${String(query)}`);
    },
    stop: () => {
      asking.stop();
      bar.stop();
      figure.stop();
    }
  };
};

function notes({leftOut, series}: CurvesDocument): Child[] {
  const several = series.some(({runs}) => runs.length > 1);
  const legend = several
    ? 'Thin lines: runs; thick lines: means over seeds, over the range that all runs of a group cover; bands: 95 % t intervals of the mean.'
    : 'One run a line.';
  const missing = [
    leftOut.series > 0 && `${plural(leftOut.series, 'more group')} than can be told apart`,
    leftOut.runs > 0 && `${plural(leftOut.runs, 'run')} of groups with very many`
  ].filter(Boolean);
  return [
    h('p', {class: 'note'}, legend),
    missing.length > 0 && h('p', {class: 'problem'}, `Left out: ${missing.join('; ')}. Filter, or group by fewer keys.`)
  ];
}
