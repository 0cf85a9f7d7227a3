import type {Axis, CompareDocument, CurvesDocument} from '../../explore/documents.ts';
import {fill, h, type Child} from '../dom.ts';
import {poll} from '../poll.ts';
import {changed, hashOf, type Route} from '../route.ts';
import type {ViewMaker} from '../shell.ts';
import {curvesFigure} from '../figures/curves.ts';
import {figureBox} from '../figures/figureBox.ts';
import {chooser} from '../parts/chooser.ts';
import {compareTable} from '../parts/compareTable.ts';
import {curvesTable} from '../parts/curvesTable.ts';
import {ACROSS, axisOptions, UP} from './curves.ts';

/** Runs side by side: their results, the settings that differ, their curves. */
export const compareView: ViewMaker = (main, shell) => {
  let route: Route;
  const go = (key: string, values: readonly string[]) => shell.go(hashOf('compare', changed(route.query, key, values)));
  const drop = (name: string) => {
    shell.selection.toggle(name, false);
    const left = route.query.getAll('run').filter(run => run !== name);
    go('run', left);
  };
  const up = chooser('Up', axisOptions(UP), value => go('y', [value]));
  const across = chooser('Across', axisOptions(ACROSS), value => go('x', [value]));
  const [table, numbers] = [h('div'), h('div')];
  const figure = figureBox();
  const curves = h(
    'section',
    {},
    h('h2', {}, 'Curves'),
    h('div', {class: 'controls'}, up.element, across.element),
    figure.element,
    numbers
  );
  main.append(h('h1', {}, 'Compare'), table, curves);
  document.title = 'Compare · Espalier';
  const settings = poll<CompareDocument>({
    show: answer => fill(table, ...compareTable(answer, drop)),
    onError: message => shell.tell(message),
    onAnswer: () => shell.tell()
  });
  const drawing = poll<CurvesDocument>({
    show: answer => {
      up.show(answer.y);
      across.show(answer.x);
      figure.show(width => curvesFigure(answer, width));
      fill(numbers, curvesTable(answer));
    },
    onError: message => shell.tell(message)
  });
  return {
    update: next => {
      route = next;
      const runs = next.query.getAll('run');
      curves.hidden = runs.length === 0;
      if (runs.length === 0) {
        fill(table, ...nothing());
        return;
      }
      settings.ask(`/api/compare?${String(new URLSearchParams(runs.map(run => ['run', run])))}`);
      const query = new URLSearchParams(runs.map(run => ['run', run]));
      query.set('by', 'run');
      for (const key of ['x', 'y']) if (next.query.has(key)) query.set(key, next.query.get(key) as Axis);
      drawing.ask(`/api/curves?${String(query)}`);
    },
    stop: () => {
      settings.stop();
      drawing.stop();
      figure.stop();
    }
  };
};

function nothing(): Child[] {
  return [h('p', {}, 'Mark runs in the ', h('a', {href: hashOf('runs')}, 'list of runs'), ', then come back.')];
}
