import type {RunRecord} from '../../records/runRecord.ts';
import {LEAST_SEEDS} from '../../tables/claims/claim.ts';
import type {Table} from '../../tables/table.ts';
import type {Outcome} from './outcome.ts';

/** Each claim, what was found and whether it bears the claim out. */
export function comparisonsTable(outcomes: readonly Outcome[], records: readonly RunRecord[], command: string): Table {
  const title = 'What is claimed, and what is found';
  return {
    name: 'comparisons',
    title,
    caption:
      `${title}. Brackets: 95 % t interval over seeds, differences paired by seed; ± standard deviation over seeds. ` +
      `Confirmed or contradicted only where the intervals over at least ${LEAST_SEEDS} seeds say so.${foldWords(records)} Made by \`${command}\`.`,
    columns: ['claim', 'verdict', 'found here'].map(header => ({header, kind: 'text'})),
    rows: outcomes.map(({claim, verdict, found, why}) => [
      claim,
      why === undefined ? verdict : `${verdict}: ${why}`,
      found
    ])
  };
}

/** Folds share training examples, which t intervals know nothing of. */
function foldWords(records: readonly RunRecord[]): string {
  const isFolded = records.some(
    ({config: {dataset}}) => typeof dataset === 'object' && dataset !== null && 'folds' in dataset
  );
  return isFolded
    ? ' Seeds are folds of cross-validation: their training examples overlap, so that intervals are too narrow rather than too wide.'
    : '';
}
