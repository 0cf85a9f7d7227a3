import {accuracyClaims} from './claims/accuracyClaims.ts';
import {LEAST_SEEDS, type Evidence, type Finding} from './claims/claim.ts';
import {correlationClaims} from './claims/correlationClaims.ts';
import {poolingClaim} from './claims/poolingClaim.ts';
import type {Table} from './table.ts';

/** Every sentence of the paper that these records can speak to, and what they say. */
export function findClaims(evidence: Evidence): Finding[] {
  return [...correlationClaims(evidence), ...accuracyClaims(evidence), poolingClaim(evidence)];
}

export interface ClaimsTableOptions extends Evidence {
  readonly subject: string;
  readonly command: string;
}

/** What the paper says, what was found here, and whether the one bears out the other. */
export function claimsTable({subject, command, ...evidence}: ClaimsTableOptions): Table {
  const title = 'The paper’s sentences and what is found here';
  return {
    name: 'claims',
    title,
    caption:
      `${title}. Paper: Molchanov et al., ICLR 2017, arXiv:1611.06440. ± standard deviation over seeds; brackets: ` +
      `95 % t interval over seeds, differences paired by seed. Confirmed or contradicted only where the intervals over ` +
      `at least ${LEAST_SEEDS} seeds say so for every rival measured. ${subject}. Made by \`${command}\`.`,
    columns: ['the paper says', 'verdict', 'found here'].map(header => ({header, kind: 'text'})),
    rows: findClaims(evidence).map(({claim, found, verdict}) => [claim, verdict, found])
  };
}
