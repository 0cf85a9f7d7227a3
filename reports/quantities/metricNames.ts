import type {Measure} from '../records/correlationRow.ts';
import {MEASURES} from '../records/correlationRow.ts';
import {capital} from '../tables/capital.ts';

/** How numbers of a metric are told: shares in percent, points of them, FLOPs in millions. */
export const UNITS = [
  'share',
  'points',
  'times',
  'count',
  'megaflops',
  'kilobytes',
  'milliseconds',
  'seconds',
  'nats',
  'number',
  'microjoules'
] as const;
export type Unit = (typeof UNITS)[number];

const SIZES = ['units', 'parameters', 'flops', 'memory', 'latency'] as const;
export type Size = (typeof SIZES)[number];

const SIZE_WORDS: Readonly<Record<Size, string>> = {
  units: 'units',
  parameters: 'parameters',
  flops: 'FLOPs',
  memory: 'memory',
  latency: 'time of a pass'
};

const SIZE_UNITS: Readonly<Record<Size, Unit>> = {
  units: 'count',
  parameters: 'count',
  flops: 'megaflops',
  memory: 'kilobytes',
  latency: 'milliseconds'
};

/** What is read from a run's rows, and how it is told. */
export type MetricSource =
  /** `less` is taken off it. */
  | {readonly from: 'row'; readonly key: string; readonly less?: string}
  | {readonly from: 'size'; readonly size: Size; readonly as: 'number' | 'left' | 'reduction'}
  | {readonly from: 'correlation'; readonly measure: Measure}
  | {readonly from: 'stability'; readonly key: Steadiness};

export interface Metric {
  readonly words: string;
  readonly unit: Unit;
  readonly source: MetricSource;
}

/** What networks are evaluated by, on the test and on the validation split. */
const EVALUATED = {
  accuracy: {words: 'accuracy', unit: 'share'},
  balancedAccuracy: {words: 'balanced accuracy', unit: 'share'},
  worstClassAccuracy: {words: 'accuracy of the worst class', unit: 'share'},
  top5Accuracy: {words: 'top-5 accuracy', unit: 'share'},
  sensitivity: {words: 'sensitivity', unit: 'share'},
  specificity: {words: 'specificity', unit: 'share'},
  agreement: {words: 'agreement with the unpruned network', unit: 'share'},
  expectedCalibrationError: {words: 'calibration error', unit: 'share'},
  auroc: {words: 'AUROC', unit: 'number'},
  return: {words: 'mean return', unit: 'number'},
  loss: {words: 'loss', unit: 'nats'}
} as const satisfies Readonly<Record<string, {readonly words: string; readonly unit: Unit}>>;

type Evaluated = keyof typeof EVALUATED;
const SPLITS = ['test', 'validation', 'train'] as const;
const HELD_OUT = ['test', 'validation'] as const;
export type Quality = `${(typeof SPLITS)[number]}${Capitalize<Evaluated>}` | `${(typeof HELD_OUT)[number]}Gap`;

/** How alike other examples would rank the units of the whole network. */
const STEADINESS = {all: 'stability of the ranking', perLayer: 'stability of the ranking, per layer'} as const;
type Steadiness = keyof typeof STEADINESS;

const METRICS: ReadonlyMap<string, Metric> = new Map([
  ...SPLITS.flatMap(split =>
    Object.entries(EVALUATED).map(([name, {words, unit}]): [string, Metric] => {
      const key = split + capital(name);
      return [key, {words: `${split} ${words}`, unit, source: {from: 'row', key}}];
    })
  ),
  ['updates', {words: 'fine-tuning updates', unit: 'count', source: {from: 'row', key: 'updates'}}],
  ['updateTime', {words: 'time of an update', unit: 'milliseconds', source: {from: 'row', key: 'updateMilliseconds'}}],
  ['pruningTime', {words: 'time of pruning', unit: 'seconds', source: {from: 'row', key: 'pruningSeconds'}}],
  ...HELD_OUT.map((split): [string, Metric] => [
    `${split}Gap`,
    {
      words: `gap from training to ${split} accuracy`,
      unit: 'points',
      source: {from: 'row', key: 'trainAccuracy', less: `${split}Accuracy`}
    }
  ]),
  ...SIZES.flatMap((size): [string, Metric][] => [
    [size, {words: SIZE_WORDS[size], unit: SIZE_UNITS[size], source: {from: 'size', size, as: 'number'}}],
    [`${size}Left`, {words: `${SIZE_WORDS[size]} left`, unit: 'share', source: {from: 'size', size, as: 'left'}}],
    [
      `${size}Reduction`,
      {words: `reduction of ${SIZE_WORDS[size]}`, unit: 'times', source: {from: 'size', size, as: 'reduction'}}
    ]
  ]),
  ...MEASURES.map((measure): [string, Metric] => [
    `spearman.${measure}`,
    {words: 'Spearman’s ρ', unit: 'number', source: {from: 'correlation', measure}}
  ]),
  ...(Object.keys(STEADINESS) as Steadiness[]).map((key): [string, Metric] => [
    `stability.${key}`,
    {words: STEADINESS[key], unit: 'number', source: {from: 'stability', key}}
  ])
]);

/** What pruning takes, no quality. */
const COSTS = ['updates', 'updateTime', 'pruningTime'];

export const QUALITY_NAMES = [...METRICS].flatMap(([name, {source}]) =>
  source.from === 'row' && !COSTS.includes(name) ? [name] : []
) as [Quality, ...Quality[]];
export type MetricName =
  | Quality
  | 'updates'
  | 'updateTime'
  | 'pruningTime'
  | Size
  | `${Size}Left`
  | `${Size}Reduction`
  | `spearman.${Measure}`
  | `stability.${Steadiness}`;
export const METRIC_NAMES = [...METRICS.keys()] as MetricName[];

export function metricOf(name: MetricName): Metric {
  const metric = METRICS.get(name);
  if (!metric) throw new Error(`Expected a metric, got ${name}.`);
  return metric;
}
