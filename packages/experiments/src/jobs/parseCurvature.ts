import {ConfigError} from '../schema/ConfigError.ts';

export type CurvatureOption = 'exact' | {readonly samples: number};

/** `exact`, or `sampled:N` for N label draws an example. */
export function parseCurvature(text: string): CurvatureOption {
  const samples = /^sampled:([1-9]\d*)$/.exec(text)?.[1];
  if (text === 'exact') return 'exact';
  if (samples === undefined) {
    throw new ConfigError(`Expected --curvature to be exact or sampled:N with N of at least 1, got "${text}".`);
  }
  return {samples: Number(samples)};
}
