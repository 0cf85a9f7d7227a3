import {accuracyAgainst, type Remaining} from '../figures/accuracyAgainst.ts';
import type {Figure} from '../figures/figure.ts';
import {oracleRanks} from '../figures/oracleRanks.ts';
import {oracleScatter} from '../figures/oracleScatter.ts';
import {unitsLeft} from '../figures/unitsLeft.ts';
import type {AccuracyName} from '../records/accuracyOf.ts';
import type {CorrelationRow} from '../records/correlationRow.ts';
import {describeRuns} from '../records/describeRuns.ts';
import {referenceOf} from '../records/referenceOf.ts';
import type {RunRecord} from '../records/runRecord.ts';
import {accuracyAtFlops} from '../tables/accuracyAtFlops.ts';
import {claimsTable} from '../tables/claimsTable.ts';
import {paperAccuracy} from '../tables/paperAccuracy.ts';
import {paperLayers} from '../tables/paperLayers.ts';
import {paperSpearman} from '../tables/paperSpearman.ts';
import {runSettings} from '../tables/runSettings.ts';
import {spearman, spearmanByLayer, spearmanBySeed} from '../tables/spearman.ts';
import type {Table} from '../tables/table.ts';
import type {Part, Section} from './report.ts';

export interface SectionOptions {
  /** Runs of one subject. */
  readonly records: readonly RunRecord[];
  readonly correlations: readonly CorrelationRow[];
  readonly beforePooling?: readonly string[];
  readonly subject: string;
  readonly command: string;
}

/** Everything that a report shows of one network on one data set: what decides first, details after. */
export function buildSection(options: SectionOptions): Section {
  const {records, correlations, beforePooling, subject, command} = options;
  const reference = referenceOf(records);
  const accuracy = accuracyIn(records);
  const against = (remaining: Remaining) => figure(accuracyAgainst({records, remaining, accuracy, reference, command}));
  const rho = {correlations, subject, command};
  const measured = correlations.length > 0;
  return {
    title: subject,
    summary: describeRuns(records),
    parts: [
      table(claimsTable({records, correlations, beforePooling, accuracy, subject, command})),
      against('flops'),
      table(accuracyAtFlops({records, accuracy, command})),
      ...optionalTable(paperAccuracy({records, reference, subject, accuracy, command})),
      against('units'),
      against('parameters'),
      ...(measured ? [table(spearman(rho)), table(paperSpearman({...rho, reference}))] : []),
      ...optional(oracleScatter({records, correlations, command})),
      ...(measured
        ? [table(spearmanByLayer(rho)), ...optionalTable(paperLayers({...rho, reference})), table(spearmanBySeed(rho))]
        : []),
      ...optional(oracleRanks({records, beforePooling, command})),
      ...optional(unitsLeft({records, command})),
      table(runSettings({records, subject, command}))
    ]
  };
}

function accuracyIn(records: readonly RunRecord[]): AccuracyName {
  return records.every(({curve}) => curve.some(point => point.testAccuracy !== undefined))
    ? 'testAccuracy'
    : 'validationAccuracy';
}

const figure = (value: Figure): Part => ({figure: value});
const table = (value: Table): Part => ({table: value});
const optionalTable = (value: Table | undefined): Part[] => (value ? [table(value)] : []);
const optional = (value: Figure | undefined): Part[] => (value ? [figure(value)] : []);
