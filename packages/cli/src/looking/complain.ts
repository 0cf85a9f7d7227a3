import type {SweepListing} from './listSweeps.ts';

/** Says on stderr what could not be read or is not known of sweeps; the rest is told all the same. */
export function complain(listings: readonly SweepListing[]): void {
  const lines = listings.flatMap(({notices, unreadable}) => [...notices, ...unreadable.map(({reason}) => reason)]);
  for (const line of lines.slice(0, MOST)) process.stderr.write(`${line}\n`);
  if (lines.length > MOST) process.stderr.write(`… and ${lines.length - MOST} more like these.\n`);
}

const MOST = 5;
