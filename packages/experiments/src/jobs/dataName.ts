import {basename, resolve} from 'node:path';
import {dataSetNames} from '@espalier/datasets';

/**
 * What documents call a data set: its registered name, or the base name of its path, so that they are the same bytes
 * wherever the data lies and however its path was written.
 */
export function dataName(nameOrPath: string): string {
  return dataSetNames().includes(nameOrPath) ? nameOrPath : basename(resolve(nameOrPath));
}
