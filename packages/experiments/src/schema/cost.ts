import {COST_QUANTITIES, type CostTerm} from '@espalier/core';
import {z} from 'zod';
import {atLeastZero, oneOf} from './fields.ts';

/**
 * What units save, in their ranking. A penalty where lambda is given and a ratio elsewhere, unless `how` says it. A
 * penalty of 0 asks for nothing and is left out, so that a sweep may begin without.
 */
export const costSchema = z
  .strictObject({
    of: oneOf(COST_QUANTITIES),
    how: oneOf(['penalty', 'ratio']).optional(),
    /** The price of what the mean unit saves. */
    lambda: atLeastZero().optional()
  })
  .superRefine(({how, lambda}, context) => {
    const fail = (message: string) => context.addIssue({code: 'custom', path: ['lambda'], message});
    if (how === 'penalty' && lambda === undefined) fail('a number of at least 0 where how is penalty');
    if (how === 'ratio' && lambda !== undefined) fail('left out where how is ratio');
  })
  .transform(({of, lambda}) => {
    if (lambda === 0) return undefined;
    const term: CostTerm = lambda === undefined ? {how: 'ratio'} : {how: 'penalty', lambda};
    return {of, ...term};
  })
  .readonly()
  .optional();

export type CostSettings = NonNullable<z.output<typeof costSchema>>;

/** Adds an issue where two costs are asked for. */
export function checkCost(
  {cost, flopsLambda}: {readonly cost?: CostSettings | undefined; readonly flopsLambda: number},
  {addIssue}: {readonly addIssue: (issue: {code: 'custom'; path: PropertyKey[]; message: string}) => void}
): void {
  if (cost && flopsLambda > 0) {
    addIssue({
      code: 'custom',
      path: ['flopsLambda'],
      message: '0 or left out beside cost, which is the other way to say it'
    });
  }
}
