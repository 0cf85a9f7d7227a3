import type {Measure} from '../records/correlationRow.ts';
import {MEASURES} from '../records/correlationRow.ts';
import {capital} from '../tables/capital.ts';

/** How numbers of a metric are told: shares in percent, FLOPs in millions. */
export type Unit = 'share' | 'times' | 'count' | 'megaflops' | 'milliseconds' | 'nats' | 'number';

const SIZES = ['units', 'parameters', 'flops', 'latency'] as const;
export type Size = (typeof SIZES)[number];

const SIZE_WORDS: Readonly<Record<Size, string>> = {
  units: 'units',
  parameters: 'parameters',
  flops: 'FLOPs',
  latency: 'time of a pass'
};

const SIZE_UNITS: Readonly<Record<Size, Unit>> = {
  units: 'count',
  parameters: 'count',
  flops: 'megaflops',
  latency: 'milliseconds'
};

/** What is read from a run's rows, and how it is told. */
export type MetricSource =
  | {readonly from: 'row'; readonly key: string}
  | {readonly from: 'size'; readonly size: Size; readonly as: 'number' | 'left' | 'reduction'}
  | {readonly from: 'correlation'; readonly measure: Measure};

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
  loss: {words: 'loss', unit: 'nats'}
} as const satisfies Readonly<Record<string, {readonly words: string; readonly unit: Unit}>>;

type Evaluated = keyof typeof EVALUATED;
const SPLITS = ['test', 'validation'] as const;
export type Quality = `${(typeof SPLITS)[number]}${Capitalize<Evaluated>}`;

const METRICS: ReadonlyMap<string, Metric> = new Map([
  ...SPLITS.flatMap(split =>
    Object.entries(EVALUATED).map(([name, {words, unit}]): [string, Metric] => {
      const key = split + capital(name);
      return [key, {words: `${split} ${words}`, unit, source: {from: 'row', key}}];
    })
  ),
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
  ])
]);

export const QUALITY_NAMES = [...METRICS].flatMap(([name, {source}]) => (source.from === 'row' ? [name] : [])) as [
  Quality,
  ...Quality[]
];
export type MetricName = Quality | Size | `${Size}Left` | `${Size}Reduction` | `spearman.${Measure}`;
export const METRIC_NAMES = [...METRICS.keys()] as MetricName[];

export function metricOf(name: MetricName): Metric {
  const metric = METRICS.get(name);
  if (!metric) throw new Error(`Expected a metric, got ${name}.`);
  return metric;
}
