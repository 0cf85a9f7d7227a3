import type {Measure} from '@espalier/reports/explore';
import {duration, fixed, percent} from '../output/formatNumber.ts';

export const MEASURE_NAMES: Readonly<Record<Measure, string>> = {
  metric: 'metric',
  testAccuracy: 'test accuracy',
  validationAccuracy: 'validation accuracy',
  testLoss: 'test loss',
  validationLoss: 'validation loss',
  flops: 'FLOPs left',
  units: 'units left',
  parameters: 'parameters left',
  seconds: 'time'
};

/** A measured value: shares and accuracies in percent, losses as they are. */
export function measureText(key: Measure, value: number): string {
  if (key === 'seconds') return duration(value);
  return key === 'testLoss' || key === 'validationLoss' || key === 'metric' ? fixed(value) : percent(value, 2);
}

/** A difference of measured values: that of two shares is in percentage points. */
export function differenceText(key: Measure, value: number): string {
  return measureText(key, value).replace(/%$/, 'pp');
}
