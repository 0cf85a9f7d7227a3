import {mean} from 'd3-array';
import {measureBySeed} from '../quantities/measureBySeed.ts';
import type {Quality} from '../quantities/metricNames.ts';
import {milestoneTargets} from '../quantities/milestoneTargets.ts';
import type {Place} from '../quantities/quantitySchema.ts';
import {groupRuns, type Series} from '../records/groupRuns.ts';
import type {RunRecord} from '../records/runRecord.ts';
import {meanInterval, type Estimate} from '../statistics/meanInterval.ts';
import type {Remaining} from './accuracyLines.ts';
import {compareCriteria, seriesStyles, type SeriesStyle} from './seriesStyles.ts';
import {MUTED} from './theme.ts';

export type Control = 'unpruned' | 'scratch';

/** Means over seeds at the milestones of one series, from the whole network on. */
export interface MilestoneLine {
  readonly label: string;
  readonly style: SeriesStyle;
  readonly isControl: boolean;
  readonly points: readonly MilestonePoint[];
}

export interface MilestonePoint extends Estimate {
  /** What is left, mean over seeds: a share of the whole network, or a number. */
  readonly x: number;
}

export interface MilestoneLinesOptions {
  readonly records: readonly RunRecord[];
  readonly against: Remaining;
  readonly metric: Quality;
  readonly controls: readonly Control[];
  readonly absolute: boolean;
}

const CONTROL_STYLES: Readonly<Record<Control, SeriesStyle>> = {
  unpruned: {color: MUTED, dash: '2,3', symbol: 'square'},
  scratch: {color: MUTED, dash: '7,4', symbol: 'diamond'}
};

export const CONTROL_NAMES: Readonly<Record<Control, string>> = {
  unpruned: 'control: unpruned, equal updates',
  scratch: 'control: pruned shape from scratch'
};

/** A line for each series, then one for each control, whose numbers are means over the series within each seed. */
export function milestoneLines(options: MilestoneLinesOptions): MilestoneLine[] {
  const {records, controls} = options;
  const series = groupRuns(records, compareCriteria).filter(({runs}) => milestoneTargets(runs).length > 0);
  const styles = seriesStyles(series);
  const own = series.flatMap(({label, runs}): MilestoneLine[] => {
    const style = styles.get(label);
    const places: Place[] = ['start', ...milestoneTargets(runs)];
    return style
      ? [{label, style, isControl: false, points: points([{label, criterion: '', runs}], places, options)}]
      : [];
  });
  const targets = milestoneTargets(records);
  const known = controls.map(control => ({
    label: CONTROL_NAMES[control],
    style: CONTROL_STYLES[control],
    isControl: true,
    points: points(series, targets, {...options, control})
  }));
  return [...own, ...known].filter(line => line.points.some(({x}) => Number.isFinite(x)));
}

interface PointsOptions extends Pick<MilestoneLinesOptions, 'against' | 'metric' | 'absolute'> {
  readonly control?: Control;
}

function points(
  series: readonly Series[],
  places: readonly Place[],
  {against, metric, absolute, control}: PointsOptions
): MilestonePoint[] {
  const size = absolute ? against : (`${against}Left` as const);
  return places.flatMap(at => {
    const values = overSeries(series, runs => measureBySeed({of: metric, at, control, where: {}}, asMeasured(runs)));
    // A control stands where its milestone does: the unpruned one is shown for comparison there.
    const sizes = overSeries(series, runs => measureBySeed({of: size, at, where: {}}, asMeasured(runs)));
    const estimate = meanInterval(values.values());
    const x = meanInterval(sizes.values())?.value;
    return estimate && x !== undefined ? [{...estimate, x}] : [];
  });
}

/** The mean over series within each seed. */
function overSeries(
  series: readonly Series[],
  measure: (runs: readonly RunRecord[]) => ReadonlyMap<number, number>
): Map<number, number> {
  const values = series.map(({runs}) => measure(runs));
  const seeds = new Set(values.flatMap(own => [...own.keys()]));
  return new Map([...seeds].map(seed => [seed, mean(values.map(own => own.get(seed) ?? NaN)) ?? NaN]));
}

const asMeasured = (records: readonly RunRecord[]) => ({records, correlations: []});
