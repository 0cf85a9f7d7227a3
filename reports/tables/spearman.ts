import {compareCriteria} from '../figures/seriesStyles.ts';
import {bySeed} from '../records/bySeed.ts';
import {MEASURE_NAMES, MEASURES, type CorrelationRow, type Measure} from '../records/correlationRow.ts';
import {seedWords} from '../records/describeRuns.ts';
import {meanInterval} from '../statistics/meanInterval.ts';
import {NONE, type Column, type Quantity, type Table} from './table.ts';

export interface SpearmanOptions {
  readonly correlations: readonly CorrelationRow[];
  /** Network and data, for the caption. */
  readonly subject: string;
  readonly command: string;
}

const MEASURE_COLUMNS: readonly Column[] = MEASURES.map(measure => ({
  header: MEASURE_NAMES[measure],
  kind: 'quantity'
}));

/** Spearman correlation of each criterion with |oracle|: mean ± standard deviation over seeds, and the chance level. */
export function spearman({correlations, subject, command}: SpearmanOptions): Table {
  const criteria = criteriaOf(correlations);
  const seeds = seedsOf(correlations);
  const title = 'Spearman correlation with the oracle';
  const rows = criteria.map(criterion => {
    const own = correlations.filter(row => row.criterion === criterion);
    return [criterion, ...MEASURES.map(measure => overSeeds(own, row => row[measure])), String(own.length)];
  });
  const chance = MEASURES.map(measure => overSeeds(onePerSeed(correlations), row => row.chance?.[measure]));
  const known = chance.some(({value}) => value !== null);
  const spread = seeds.length > 1 ? 'mean ± standard deviation over seeds' : 'one seed, so no spread';
  return {
    name: 'spearman',
    title,
    caption:
      `${title} (|change of loss|), ${spread}. Per layer: ranked within each layer, then the mean over layers; all ` +
      `layers: one ranking, after the normalization named. ` +
      (known ? 'Chance level: mean over random scorings under the same normalization. ' : '') +
      `${subject}; ${seedWords(seeds)} (n = ${seeds.length}). Made by \`${command}\`.`,
    columns: [{header: 'criterion', kind: 'text'}, ...MEASURE_COLUMNS, {header: 'n', kind: 'text'}],
    rows: known ? [...rows, ['chance level', ...chance, String(seeds.length)]] : rows
  };
}

/** The same for each seed alone, with 95 % bootstrap intervals over units. */
export function spearmanBySeed({correlations, subject, command}: SpearmanOptions): Table {
  const title = 'Spearman correlation with the oracle, seed by seed';
  return {
    name: 'spearman-by-seed',
    title,
    caption: `${title}, with 95 % bootstrap intervals over units. ${subject}. Made by \`${command}\`.`,
    columns: [{header: 'criterion', kind: 'text'}, {header: 'seed', kind: 'text'}, ...MEASURE_COLUMNS],
    rows: correlations
      .toSorted((a, b) => compareCriteria(a.criterion, b.criterion) || a.seed - b.seed)
      .map(row => [row.criterion, String(row.seed), ...MEASURES.map(measure => withInterval(row, measure))])
  };
}

/** Layer by layer: mean ± standard deviation over seeds, one column a criterion. */
export function spearmanByLayer({correlations, subject, command}: SpearmanOptions): Table {
  const criteria = criteriaOf(correlations);
  const layers = [...new Set(correlations.flatMap(row => row.layers.map(({group}) => group)))];
  const seeds = seedsOf(correlations);
  const title = 'Spearman correlation with the oracle, layer by layer';
  const rho = (row: CorrelationRow, layer: string) => row.layers.find(({group}) => group === layer)?.rho;
  return {
    name: 'spearman-by-layer',
    title,
    caption:
      `${title}, from input (top) to output${seeds.length > 1 ? ', mean ± standard deviation over seeds' : ''}. ` +
      `${subject}; ${seedWords(seeds)} (n = ${seeds.length}). Made by \`${command}\`.`,
    columns: [{header: 'layer', kind: 'text'}, ...criteria.map((header): Column => ({header, kind: 'quantity'}))],
    rows: layers.map(layer => [
      layer,
      ...criteria.map(criterion =>
        overSeeds(
          correlations.filter(row => row.criterion === criterion),
          row => rho(row, layer)
        )
      )
    ])
  };
}

export function criteriaOf(correlations: readonly CorrelationRow[]): string[] {
  return [...new Set(correlations.map(({criterion}) => criterion))].sort(compareCriteria);
}

function seedsOf(correlations: readonly CorrelationRow[]): number[] {
  return [...new Set(correlations.map(({seed}) => seed))].sort((a, b) => a - b);
}

// The chance level belongs to the network and its oracle, so every row of a seed tells the same.
function onePerSeed(correlations: readonly CorrelationRow[]): CorrelationRow[] {
  return [...new Map(correlations.map(row => [row.seed, row])).values()];
}

function overSeeds(
  rows: readonly CorrelationRow[],
  value: (row: CorrelationRow) => number | null | undefined
): Quantity {
  const estimate = meanInterval(bySeed(rows, value).values());
  return estimate ? {value: estimate.value, deviation: estimate.deviation, n: estimate.n} : NONE;
}

function withInterval(row: CorrelationRow, measure: Measure): Quantity {
  const [low, high] = row.intervals?.[measure] ?? [];
  return {value: row[measure], low, high};
}
