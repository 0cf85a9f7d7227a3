import type {DataSource} from '@espalier/datasets';
import {UsageError} from '../errors/UsageError.ts';

/** A data set that is published in archives, by its registered name. Throws a UsageError for another. */
export async function publishedSource(name: string): Promise<DataSource<unknown>> {
  const {dataSources} = await import('@espalier/datasets');
  const published = dataSources.filter(({official}) => official !== undefined);
  const source = published.find(known => known.name === name);
  if (source) return source;
  const names = published.map(known => known.name).join(', ');
  throw new UsageError(`Expected a data set that is published in archives (${names}), got "${name}".`);
}
