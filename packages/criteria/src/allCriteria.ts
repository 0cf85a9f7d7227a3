import type {Criterion} from '@espalier/core';
import * as registered from './registered.ts';

/** Every criterion of this package, by name in alphabetical order. */
export const allCriteria: readonly Criterion[] = Object.values(registered).toSorted((a, b) =>
  a.name < b.name ? -1 : 1
);
