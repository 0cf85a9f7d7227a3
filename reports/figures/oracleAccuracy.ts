import * as Plot from '@observablehq/plot';
import {extent, max, mean} from 'd3-array';
import type {Measured} from '../quantities/measureBySeed.ts';
import {metricOf, type MetricName} from '../quantities/metricNames.ts';
import {targetText} from '../quantities/milestoneTargets.ts';
import {criterionPoints, type CriterionPoint} from '../quantities/oracleAgreement.ts';
import type {Place} from '../quantities/quantitySchema.ts';
import {MEASURE_NAMES, type Measure} from '../records/correlationRow.ts';
import {describeRuns} from '../records/describeRuns.ts';
import {subjectOf} from '../records/subjectOf.ts';
import type {Figure} from './figure.ts';
import {renderFigure, type Panel} from './renderFigure.ts';
import {compareCriteria, seriesStyles, type SeriesStyle} from './seriesStyles.ts';
import {spreadLabels} from './spreadLabels.ts';
import {FONT_SIZE, GRID, MUTED, textWidth, WIDE} from './theme.ts';

export interface OracleAccuracyOptions extends Measured {
  readonly with: Measure;
  readonly of: MetricName;
  readonly at: Place;
  readonly command: string;
}

/** A criterion on one subject: means over seeds, and the seeds. */
interface Dot {
  readonly criterion: string;
  readonly rho: number;
  readonly value: number;
  readonly seeds: readonly CriterionPoint[];
}

/**
 * How networks did after pruning against how well the criterion that pruned them guesses the oracle: a dot a criterion, a
 * panel a subject. Undefined where no criterion was both scored beside an oracle and pruned by.
 */
export function oracleAccuracy(options: OracleAccuracyOptions): Figure | undefined {
  const {records, with: measure, of, at, command} = options;
  const subjects = [...new Set(records.map(subjectOf))];
  const panels = subjects
    .map(subject => ({subject, dots: dotsOf(subject, options)}))
    .filter(({dots}) => dots.length > 0);
  if (panels.length === 0) return undefined;
  const criteria = [...new Set(panels.flatMap(({dots}) => dots.map(({criterion}) => criterion)))].sort(compareCriteria);
  const styles = seriesStyles(criteria.map(criterion => ({label: criterion, criterion})));
  const {words} = metricOf(of);
  const title = 'Accuracy after pruning against agreement with the oracle';
  const caption =
    `${title}: ${words} ${placeText(at)} against Spearman’s ρ of the criterion with |change of loss| in the unpruned network ` +
    `(${MEASURE_NAMES[measure]}; random is ranked raw). Large marks: means over seeds; small ones: seeds. ` +
    `${subjects.map(subject => describeRuns(records.filter(record => subjectOf(record) === subject))).join(' ')} Made by \`${command}\`.`;
  const draw = (width = WIDE) => {
    const columns = width >= 480 ? Math.min(2, panels.length) : 1;
    return renderFigure({
      title,
      description: caption,
      width,
      columns,
      panels: panels.map(({subject, dots}) => panel(subject, dots, {styles, of, width: width / columns})),
      yLabel: `↑ ${words.charAt(0).toUpperCase()}${words.slice(1)}`,
      xLabel: 'Spearman’s ρ with the oracle →'
    });
  };
  return {name: `oracle-accuracy-${measure}`, title, caption, draw};
}

function placeText(at: Place): string {
  if (typeof at === 'string') return at === 'end' ? 'at the end' : `at ${at}`;
  return 'along' in at ? 'while pruning' : `at ${targetText(at)}, after fine-tuning,`;
}

function dotsOf(subject: string, {with: measure, of, at, ...measured}: OracleAccuracyOptions): Dot[] {
  const points = criterionPoints({with: measure, of, at, where: {subject}, without: []}, measured);
  return [...new Set(points.map(({criterion}) => criterion))].flatMap(criterion => {
    const own = points.filter(point => point.criterion === criterion);
    const [rho, value] = [mean(own, point => point.rho), mean(own, point => point.value)];
    return rho === undefined || value === undefined ? [] : [{criterion, rho, value, seeds: own}];
  });
}

interface PanelOptions {
  readonly styles: ReadonlyMap<string, SeriesStyle>;
  readonly of: MetricName;
  readonly width: number;
}

const HEIGHT = 300;
const MARGIN = {top: 8, bottom: 24, left: 48};

/** Names stand in a column on the right, each tied to its dot by a thin line. */
function panel(subject: string, dots: readonly Dot[], {styles, of, width}: PanelOptions): Panel {
  const marginRight = 30 + (max(dots, ({criterion}) => textWidth(criterion)) ?? 0);
  const points = dots.flatMap(({seeds}) => seeds);
  const [low = 0, high = 1] = extent(points, ({value: one}) => one);
  const room = 0.06 * (high - low || 0.1);
  const [from, to] = [low - room, high + room];
  const inner = HEIGHT - MARGIN.top - MARGIN.bottom;
  const pixel = (value: number) => MARGIN.top + ((to - value) / (to - from)) * inner;
  const value = (place: number) => to - ((place - MARGIN.top) / inner) * (to - from);
  const places = spreadLabels(
    dots.map(dot => pixel(dot.value)),
    FONT_SIZE + 2,
    [MARGIN.top + FONT_SIZE / 2, HEIGHT - MARGIN.bottom - FONT_SIZE / 2]
  );
  const left = Math.min(0, ...points.map(({rho}) => rho)) - 0.05;
  const labelled = dots.map((dot, i) => ({...dot, edge: 1.02, height: value(places[i] ?? 0)}));
  const isShare = metricOf(of).unit === 'share';
  return {
    title: subject,
    options: {
      width,
      height: HEIGHT,
      marginLeft: MARGIN.left,
      marginRight,
      marginTop: MARGIN.top,
      marginBottom: MARGIN.bottom,
      x: {label: null, type: 'linear', domain: [left, 1.02], ticks: [-0.5, 0, 0.5, 1].filter(tick => tick >= left)},
      y: {label: null, type: 'linear', domain: [from, to], tickFormat: isShare ? percent(to - from) : undefined},
      marks: [
        Plot.gridY({stroke: GRID, strokeOpacity: 1}),
        Plot.link(labelled, {
          x1: 'rho',
          y1: 'value',
          x2: 'edge',
          y2: 'height',
          stroke: MUTED,
          strokeWidth: 0.75,
          strokeOpacity: 0.5
        }),
        ...labelled.flatMap(dot => {
          const style = styles.get(dot.criterion);
          if (!style) return [];
          const {color: fill, symbol} = style;
          return [
            Plot.dot(dot.seeds, {x: 'rho', y: 'value', r: 2, fill, symbol, fillOpacity: 0.45}),
            Plot.dot([dot], {x: 'rho', y: 'value', r: 4.5, fill, symbol}),
            Plot.dot([dot], {x: 'edge', y: 'height', r: 3.5, fill, symbol, dx: 8}),
            Plot.text([dot], {x: 'edge', y: 'height', text: 'criterion', textAnchor: 'start', dx: 16})
          ];
        })
      ]
    }
  };
}

/** Whole per cent where they tell the ticks of an axis apart. */
function percent(span: number): string {
  return span < 0.08 ? '.1%' : '.0%';
}
