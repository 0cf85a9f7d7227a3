import type {Reference, ReferenceSubject} from '@espalier/experiments/reference';
import {meanInterval} from '../statistics/meanInterval.ts';
import {RECALLED, subjectsFor} from './paperNumbers.ts';
import type {SpearmanOptions} from './spearman.ts';
import {NONE, type Column, type Quantity, type Table} from './table.ts';

export interface PaperLayersOptions extends SpearmanOptions {
  readonly reference: Reference | undefined;
}

/**
 * Our correlations layer by layer beside published ones, both counted from the input: the same row is the same layer only
 * where the networks are the same. Undefined where nothing of the kind is published.
 */
export function paperLayers({reference, correlations, subject, command}: PaperLayersOptions): Table | undefined {
  const papers = subjectsFor(subject, reference?.subjects ?? []).filter(({layers}) => layers);
  const criteria = [...new Set(papers.flatMap(({layers = {}}) => Object.keys(layers)))];
  if (!reference || criteria.length === 0) return undefined;
  const series = criteria.flatMap(criterion => [
    {header: `${criterion}, ours`, cells: ownLayers(correlations.filter(row => row.criterion === criterion))},
    ...papers.flatMap(paper => paperColumn(paper, criterion))
  ]);
  const count = Math.max(...series.map(({cells}) => cells.length));
  const title = 'Layer by layer beside the paper’s';
  return {
    name: 'spearman-layers-paper',
    title,
    caption:
      `${title}: Spearman correlation with the oracle, layers counted from the input. Ours: ${subject}, mean ± standard ` +
      `deviation over seeds. Paper: ${reference.source}; where the networks differ, rows are not the same layers. ` +
      `${RECALLED.words} Made by \`${command}\`.`,
    columns: [{header: 'layer', kind: 'text'}, ...series.map(({header}): Column => ({header, kind: 'quantity'}))],
    rows: Array.from({length: count}, (_, i) => [String(i + 1), ...series.map(({cells}) => cells[i] ?? NONE)])
  };
}

function ownLayers(rows: SpearmanOptions['correlations']): Quantity[] {
  const groups = [...new Set(rows.flatMap(({layers}) => layers.map(({group}) => group)))];
  return groups.map(group => {
    const found = rows.flatMap(({layers}) => layers.find(layer => layer.group === group)?.rho ?? []);
    const estimate = meanInterval(found);
    return estimate ? {value: estimate.value, deviation: estimate.deviation, n: estimate.n} : NONE;
  });
}

function paperColumn({subject, layers, recalled = []}: ReferenceSubject, criterion: string) {
  const values = layers?.[criterion];
  if (!values) return [];
  const mark = recalled.includes(`layers.${criterion}`) ? {mark: RECALLED.mark} : {};
  return [{header: `${criterion}, paper: ${subject}`, cells: values.map((value): Quantity => ({value, ...mark}))}];
}
