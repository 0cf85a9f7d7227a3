import type {Correlation, Measure} from '@espalier/core';

export type {Measure};

export const MEASURES: readonly Measure[] = ['perLayer', 'allRaw', 'allL2', 'allL1', 'allMinMax'];

/** Words for each way of comparing a criterion with the oracle. */
export const MEASURE_NAMES: Readonly<Record<Measure, string>> = {
  perLayer: 'per layer',
  allRaw: 'all layers, raw',
  allL2: 'all layers, l2',
  allL1: 'all layers, l1',
  allMinMax: 'all layers, min-max'
};

/**
 * Spearman correlations of one criterion with |oracle| in one network, as `espalier correlate --json` writes them:
 * within layers (mean over layers), and over all units for each normalization. `null` is n/a.
 */
export interface CorrelationRow extends Omit<Correlation, 'intervals'> {
  readonly criterion: string;
  readonly seed: number;
  /** Network and data, as `subjectOf` names them; may be left out where there is only one. */
  readonly subject?: string;
  /** 95 % bootstrap intervals over units, within this seed. */
  readonly intervals?: Readonly<Partial<Record<Measure, readonly [number, number] | null>>>;
  /** Mean correlation of random scorings under the same normalization. */
  readonly chance?: Readonly<Partial<Record<Measure, number | null>>>;
}
