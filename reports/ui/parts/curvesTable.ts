import type {CurveSeries} from '../../explore/documents.ts';
import type {CurvesFigure} from '../figures/curves.ts';
import {h} from '../dom.ts';
import {QUANTITIES} from '../measures.ts';
import {dataTable} from './dataTable.ts';
import {estimateText} from './estimateText.ts';

/** The same curves as numbers, for those who cannot see them: each series at its beginning and its end. */
export function curvesTable({series, x, y, words = QUANTITIES[y].words}: CurvesFigure): HTMLElement {
  const [across, up] = [QUANTITIES[x], QUANTITIES[y]];
  // Means run from little to much; pruning goes the other way.
  const ends = ({mean}: CurveSeries) => (across.falls ? [mean.at(-1), mean[0]] : [mean[0], mean.at(-1)]);
  const end = (which: 0 | 1) => (one: CurveSeries) => {
    const point = ends(one)[which];
    return point ? `${estimateText(point, up)} at ${across.write(point.x)}` : '';
  };
  return h(
    'details',
    {'data-focus': 'numbers'},
    h('summary', {}, 'In numbers'),
    dataTable({
      caption: `${words} against ${across.words}`,
      rows: series,
      columns: [
        {header: 'Series', head: true, cell: ({label}) => label},
        {header: 'Runs', number: true, cell: ({runs}) => runs.length},
        {header: `First ${words}`, number: true, cell: end(0)},
        {header: `Last ${words}`, number: true, cell: end(1)}
      ]
    })
  );
}
