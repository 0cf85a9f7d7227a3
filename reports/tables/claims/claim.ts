import type {AccuracyName} from '../../records/accuracyOf.ts';
import type {CorrelationRow} from '../../records/correlationRow.ts';
import type {RunRecord} from '../../records/runRecord.ts';

export type Verdict = 'confirmed' | 'contradicted' | 'not decidable here';

/** What the records say about a sentence of the paper. */
export interface Finding {
  readonly claim: string;
  readonly found: string;
  readonly verdict: Verdict;
}

/** What claims are judged from: one network on one data set. */
export interface Evidence {
  readonly records: readonly RunRecord[];
  readonly correlations: readonly CorrelationRow[];
  /** Accuracy that is compared. @default 'testAccuracy' */
  readonly accuracy?: AccuracyName;
  /** Groups whose maps go into pooling next, where known. */
  readonly beforePooling?: readonly string[];
}

/** Fewer seeds than this decide nothing. */
export const LEAST_SEEDS = 3;

/** Criteria that the paper compares; variants of later work are no rivals in its sentences. */
export const PAPER_CRITERIA = [
  'taylor',
  'obd',
  'weight',
  'activation',
  'activation-std',
  'apoz',
  'mutual-information',
  'random'
] as const;
