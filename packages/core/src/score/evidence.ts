import {CriterionError} from './criterionError.ts';
import type {Criterion} from '../criterion.ts';

/** Hands a criterion the evidence that it lists in `needs`, made when it is read; anything else throws. */
export function guardEvidence<E extends object>(
  criterion: Criterion,
  always: Partial<E>,
  makers: {readonly [K in keyof E]?: () => E[K]}
): E {
  return new Proxy({...always} as E, {
    get: (target, key) => {
      if (typeof key === 'symbol' || key in target) return target[key as keyof E];
      const make = makers[key as keyof E];
      if (make && (criterion.needs as readonly string[]).includes(key)) return (target[key as keyof E] = make());
      const what = make ? 'does not list it in `needs`' : 'no such evidence exists here';
      throw new CriterionError(`Criterion "${criterion.name}" read \`${key}\`, but ${what}.`);
    }
  });
}
