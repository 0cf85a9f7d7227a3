import {aeonSets} from './aeonSets.ts';
import {cifar10} from './cifar10.ts';
import type {DataSource} from './dataSource.ts';
import {digits} from './digits.ts';
import {fashionMnist} from './fashionMnist.ts';
import {mnist} from './mnist.ts';

/** Every data set that has a name. A new one is a file and a line here. */
export const dataSources: readonly DataSource[] = [digits, fashionMnist, mnist, cifar10, ...aeonSets];

/** Registered names in alphabetical order. */
export function dataSetNames(): string[] {
  return dataSources.map(({name}) => name).sort();
}
