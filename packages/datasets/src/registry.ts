import type {DataSource} from './dataSource.ts';
import {digits} from './digits.ts';
import {fashionMnist} from './fashionMnist.ts';

/** Every data set that has a name. A new one is a file and a line here. */
export const dataSources: readonly DataSource[] = [digits, fashionMnist];

/** Registered names in alphabetical order. */
export function dataSetNames(): string[] {
  return dataSources.map(({name}) => name).sort();
}
