import {DataError} from './dataError.ts';
import type {StoredData, StoredSplit} from './dataSource.ts';

/** All examples of a data set in one: those of train, then validation where the data gives it, then test. */
export function poolSplits({name, train, validation, test}: StoredData): StoredSplit {
  const splits = [train, ...(validation ? [validation] : []), test];
  return {
    x: joinValues(
      splits.map(({x}) => x),
      name
    ),
    y: Int32Array.from(splits.flatMap(({y}) => [...y])),
    ...(train.lengths && {lengths: Int32Array.from(splits.flatMap(({lengths}) => [...lengths!]))}),
    ...(train.more && {
      more: train.more.map((_, i) =>
        joinValues(
          splits.map(({more}) => more![i]!),
          name
        )
      )
    })
  };
}

function joinValues(parts: readonly (Uint8Array | Float32Array)[], name: string): Uint8Array | Float32Array {
  const types = new Set(parts.map(part => part.constructor.name));
  if (types.size > 1) {
    throw new DataError(
      `Expected the splits of ${name} to hold values of one type to deal them into folds, got ${[...types].join(' and ')}.`
    );
  }
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const joined = parts[0] instanceof Uint8Array ? new Uint8Array(length) : new Float32Array(length);
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}
