import {estimateQuantity, type Estimated} from '../../quantities/estimateQuantity.ts';
import type {Measured} from '../../quantities/measureBySeed.ts';
import {estimateText, numberText} from '../../quantities/quantityText.ts';
import type {FindingFile} from './findingSchema.ts';
import {countText, verdictOf, type Outcome} from './outcome.ts';

/** What the words in braces stand for. */
export interface Known {
  readonly values: ReadonlyMap<string, Estimated>;
  readonly outcomes: ReadonlyMap<string, readonly Outcome[]>;
  readonly paper: ReadonlyMap<string, number>;
  readonly seeds: number;
  readonly runs: number;
}

export function estimateValues(values: FindingFile['values'], measured: Measured): ReadonlyMap<string, Estimated> {
  return new Map(Object.entries(values).map(([name, quantity]) => [name, estimateQuantity(quantity, measured)]));
}

/** The text of one pair of braces; undefined where nothing has that name. */
export function lookUp(name: string, {values, outcomes, paper, seeds, runs}: Known): string | undefined {
  if (name === 'seeds') return String(seeds);
  if (name === 'runs') return String(runs);
  const [head = '', part, ...rest] = name.split('.');
  if (rest.length > 0) return undefined;
  if (head === 'paper') return part === undefined ? undefined : numeral(paper.get(part));
  const value = values.get(head);
  if (value) return valueText(value, part);
  const found = outcomes.get(head);
  return found && outcomeText(found, part);
}

/** A number as the paper prints it, with a true minus sign. */
export function numeral(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(value).replace('-', '−');
}

function valueText({estimate, unit, isDifference}: Estimated, part: string | undefined): string | undefined {
  const options = {unit, isDifference};
  if (part === undefined) return estimateText(estimate, options);
  if (part === 'n') return String(estimate?.n ?? 0);
  if (part === 'mean') return numberText(estimate?.value, options);
  if (part === 'low' || part === 'high') return numberText(estimate?.[part], options);
  return undefined;
}

function outcomeText(outcomes: readonly Outcome[], part: string | undefined): string | undefined {
  if (part === 'verdict') return verdictOf(outcomes);
  if (part === 'counts') return countText(outcomes);
  if (part === 'found') return outcomes.map(({found}) => found).join('; ');
  return undefined;
}
