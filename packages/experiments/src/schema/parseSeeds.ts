import {ConfigError} from './ConfigError.ts';

/** `0..4` (both ends) or `0,1,5`. */
export function parseSeeds(text: string): readonly number[] {
  const range = /^(\d+)\.\.(\d+)$/.exec(text);
  if (range) {
    const [first, last] = [Number(range[1]), Number(range[2])];
    if (first <= last) return Array.from({length: last - first + 1}, (_, index) => first + index);
  } else if (/^\d+(,\d+)*$/.test(text)) {
    return [...new Set(text.split(',').map(Number))];
  }
  throw new ConfigError(`Expected --seeds to be a range such as 0..4 or a list such as 0,1,2, got "${text}".`);
}
