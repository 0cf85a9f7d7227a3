import type {Verdict} from '../../tables/claims/claim.ts';

/** What the records say about one claim. */
export interface Outcome {
  readonly claim: string;
  readonly verdict: Verdict;
  /** The numbers. */
  readonly found: string;
  /** Why nothing was decided. */
  readonly why?: string;
}

/** Contradicted if one is, confirmed if all are, else not decidable. */
export function verdictOf(outcomes: readonly Outcome[]): Verdict {
  if (outcomes.some(({verdict}) => verdict === 'contradicted')) return 'contradicted';
  return outcomes.length > 0 && outcomes.every(({verdict}) => verdict === 'confirmed')
    ? 'confirmed'
    : 'not decidable here';
}

/** `2 confirmed, 1 contradicted, 4 not decidable here`; those that are none are left out. */
export function countText(outcomes: readonly Outcome[]): string {
  return (['confirmed', 'contradicted', 'not decidable here'] as const)
    .map(verdict => [outcomes.filter(outcome => outcome.verdict === verdict).length, verdict] as const)
    .filter(([count]) => count > 0)
    .map(([count, verdict]) => `${count} ${verdict}`)
    .join(', ');
}
