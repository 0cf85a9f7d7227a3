import {readFileSync} from 'node:fs';

/** What `reports/bench/threads.json` tells: the same training steps by one process a core, and by one process. */
export interface ThreadsRecord {
  readonly cpu: string;
  readonly cores: number;
  readonly rows: readonly {
    readonly network: string;
    /** Time of one process with a thread for every core over that of a process a core with one thread each. */
    readonly gain: number;
  }[];
}

// Within this of 1, neither way is better.
const LEVEL = 0.05;

/** Which way many small runs are done sooner, as it was measured; nothing where the repository's record is not there. */
export function threadsAdvice(record: ThreadsRecord | undefined = readRecord()): string | undefined {
  if (!record) return undefined;
  const {cpu, cores, rows} = record;
  const gains = rows.map(({network, gain}) => `${gain.toFixed(2)} × for ${network}`).join(', ');
  const measured = `Measured on ${cores} cores (${cpu}): ${cores} processes of one thread each did ${gains} of the work of one process with ${cores} threads.`;
  const apart = rows.every(({gain}) => gain > 1 + LEVEL);
  const together = rows.every(({gain}) => gain < 1 - LEVEL);
  if (!apart && !together) return `${measured} Neither is better throughout: try both with your network.`;
  if (together) return `${measured} Many runs are done sooner one after the other, with all threads.`;
  return `${measured} Many runs are done sooner with espalier sweep --threads 1, which does ${cores} at a time.`;
}

function readRecord(): ThreadsRecord | undefined {
  const path = new URL('../../../../reports/bench/threads.json', import.meta.url);
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ThreadsRecord;
  } catch {
    return undefined;
  }
}
