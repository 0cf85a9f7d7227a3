import type {Measure} from '../records/correlationRow.ts';
import {MEASURES} from '../records/correlationRow.ts';

/** How numbers of a metric are told: shares in percent, FLOPs in millions. */
export type Unit = 'share' | 'times' | 'count' | 'megaflops' | 'milliseconds' | 'nats' | 'correlation';

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

const QUALITIES = {
  testAccuracy: 'test accuracy',
  validationAccuracy: 'validation accuracy',
  testBalancedAccuracy: 'balanced test accuracy',
  validationBalancedAccuracy: 'balanced validation accuracy',
  testLoss: 'test loss',
  validationLoss: 'validation loss'
} as const;

const METRICS: ReadonlyMap<string, Metric> = new Map([
  ...Object.entries(QUALITIES).map(([key, words]): [string, Metric] => [
    key,
    {words, unit: key.endsWith('Loss') ? 'nats' : 'share', source: {from: 'row', key}}
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
    {words: 'Spearman’s ρ', unit: 'correlation', source: {from: 'correlation', measure}}
  ])
]);

export type Quality = keyof typeof QUALITIES;
export const QUALITY_NAMES = Object.keys(QUALITIES) as [Quality, ...Quality[]];
export type MetricName = Quality | Size | `${Size}Left` | `${Size}Reduction` | `spearman.${Measure}`;
export const METRIC_NAMES = [...METRICS.keys()] as MetricName[];

export function metricOf(name: MetricName): Metric {
  const metric = METRICS.get(name);
  if (!metric) throw new Error(`Expected a metric, got ${name}.`);
  return metric;
}
