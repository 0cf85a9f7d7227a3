import type {Axis, CurveSeries} from '../../explore/documents.ts';
import {pointsOf, type Metrics} from '../../explore/pointsOf.ts';
import {sortCurve} from '../../statistics/interpolate.ts';
import {fill, h} from '../dom.ts';
import {capital, QUANTITIES} from '../measures.ts';
import {curvesFigure} from '../figures/curves.ts';
import {figureBox} from '../figures/figureBox.ts';
import {chooser} from '../parts/chooser.ts';
import {curvesTable} from '../parts/curvesTable.ts';

const ACROSS: readonly Axis[] = ['flops', 'units', 'parameters', 'updates', 'step'];

const UP = {
  Accuracy: [['test', 'testAccuracy'], ['validation', 'validationAccuracy']],
  Loss: [['test', 'testLoss'], ['validation', 'validationLoss']],
  'What is left': [['FLOPs', 'flops'], ['units', 'units'], ['parameters', 'parameters']]
} as const; // prettier-ignore

/** How a run went, on test and validation examples. */
export function curvePart() {
  let metrics: Metrics = [];
  let [x, y]: [Axis, keyof typeof UP] = ['flops', 'Accuracy'];
  const figure = figureBox();
  const numbers = h('div');
  const draw = () => {
    across.show(x);
    up.show(y);
    const curves = {
      series: UP[y].map(([label, axis]) => seriesOf(label, axis)),
      x,
      y: UP[y][0][1],
      words: y.toLowerCase()
    };
    figure.show(width => curvesFigure(curves, width));
    fill(numbers, curvesTable(curves));
  };
  const seriesOf = (label: string, axis: Axis): CurveSeries => {
    const points = pointsOf(metrics, x, axis);
    const run = {sweep: '', id: label, status: 'finished' as const, points: points.map(({x, y}) => [x, y] as const)};
    return {label, criterion: '', runs: [run], mean: sortCurve(points).map(({x, y}) => ({x, value: y, n: 1}))};
  };
  const across = chooser(
    'Across',
    ACROSS.map(axis => [axis, capital(QUANTITIES[axis].words)]),
    value => {
      x = value as Axis;
      draw();
    }
  );
  const up = chooser(
    'Up',
    Object.keys(UP).map(name => [name, name]),
    value => {
      y = value as keyof typeof UP;
      draw();
    }
  );
  const controls = h('div', {class: 'controls'}, up.element, across.element);
  const element = h('section', {}, h('h2', {}, 'Curves'), controls, figure.element, numbers);
  return {
    element,
    show: (next: Metrics) => {
      metrics = next;
      draw();
    },
    stop: figure.stop
  };
}
