import {Option} from 'commander';
import {wholeNumber} from './numbers.ts';

export interface SeedFlags {
  readonly seeds?: string;
  readonly repeat?: number;
}

export function repeatOption(): Option {
  return new Option('--repeat <n>', 'seeds 0 to n - 1 in place of the file’s')
    .argParser(wholeNumber('--repeat', 1))
    .conflicts('seeds');
}

/** Seeds of `--seeds 0..4`, `--seeds 0,1,5` or `--repeat 3`; nothing where neither is given. */
export async function parseSeedsOption({seeds, repeat}: SeedFlags): Promise<readonly number[] | undefined> {
  if (repeat !== undefined) return Array.from({length: repeat}, (_, seed) => seed);
  if (seeds === undefined) return undefined;
  const {parseSeeds} = await import('@espalier/experiments/sweeps');
  return parseSeeds(seeds);
}
