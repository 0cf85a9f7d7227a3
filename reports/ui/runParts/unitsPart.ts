import type {Metrics} from '../../explore/pointsOf.ts';
import {fill, h} from '../dom.ts';
import {count, percent} from '../format.ts';
import {figureBox} from '../figures/figureBox.ts';
import {unitsByLayer, unitsHistory} from '../figures/unitsHistory.ts';
import {dataTable} from '../parts/dataTable.ts';

/** What was left of each layer, step by step. */
export function unitsPart() {
  const figure = figureBox();
  const numbers = h('div');
  const element = h('section', {}, h('h2', {}, 'Units left in each layer'), figure.element, numbers);
  const show = (metrics: Metrics) => {
    figure.show(width => unitsHistory(metrics, width));
    const {names, steps} = unitsByLayer(metrics);
    const rows = names.map((name, i) => ({name, from: steps[0]?.left[i] ?? 0, to: steps.at(-1)?.left[i] ?? 0}));
    fill(
      numbers,
      rows.length > 0 &&
        h(
          'details',
          {'data-focus': 'layers'},
          h('summary', {}, 'In numbers'),
          dataTable({
            caption: 'Units left in each layer',
            rows,
            columns: [
              {header: 'Layer', head: true, cell: ({name}) => name},
              {header: 'At the start', number: true, cell: ({from}) => count(from)},
              {header: 'Left', number: true, cell: ({to}) => count(to)},
              {header: 'Share', number: true, cell: ({from, to}) => percent(from === 0 ? undefined : to / from)}
            ]
          })
        )
    );
  };
  return {element, show, stop: figure.stop};
}
