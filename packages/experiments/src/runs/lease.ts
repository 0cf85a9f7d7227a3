import {randomBytes} from 'node:crypto';
import {link, mkdir, readFile, rename, rm, writeFile} from 'node:fs/promises';
import {dirname} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {withLock} from '@espalier/backend/lock';
import {THIS_HOST} from './thisHost.ts';
import {tryLock} from './tryLock.ts';

export interface LeaseOptions {
  /** Called once when somebody else holds the lease. Throwing from it gives up. */
  readonly onWait?: () => void;
  /** Stands for this machine. */
  readonly host?: string;
  /** Milliseconds between two signs of life. */
  readonly beat?: number;
  /** Milliseconds without a sign of life after which a holder on another machine counts as dead. */
  readonly patience?: number;
}

const BEAT_MILLISECONDS = 10_000;
const PATIENCE_MILLISECONDS = 60_000;

/** Long enough to write into a file that has just been made. */
const EMPTY_MILLISECONDS = 5_000;

/**
 * Runs `fn` while nobody else, on any machine that shares the disk, holds the lease file. Between processes of one
 * machine the kernel's lock decides, which dies with its holder. For other machines the file is kept alive by a counter;
 * whoever waits takes it over when the counter has stood still for long by its own steady clock, so that no two clocks
 * are ever compared.
 *
 * A disk that cannot be written to cannot hold a lease: what follows will say so better.
 */
export async function withLease<T>(file: string, fn: () => Promise<T>, options: LeaseOptions = {}): Promise<T> {
  let told = false;
  const onWait = () => {
    if (!told) options.onWait?.();
    told = true;
  };
  return withLock(
    lockName(file),
    async () => {
      const release = await acquire(file, {...options, onWait});
      try {
        return await fn();
      } finally {
        await release();
      }
    },
    {onWait}
  );
}

/** Whether somebody on another machine has this lease. Whether they still live, only time tells. */
export async function leasedElsewhere(file: string, host = THIS_HOST): Promise<boolean> {
  const lease = await readLease(file);
  return lease !== undefined && lease.host !== host;
}

/** Whether a process of this machine has the lease. Looking leaves no trace: only the kernel is asked. */
export async function isLeased(file: string): Promise<boolean> {
  const attempt = await tryLock(onWait => withLock(lockName(file), () => Promise.resolve(), {onWait}));
  return attempt.held;
}

/** Does something short while nobody has the lease, or not at all; a dead process's lease is removed. */
export async function unlessLeased(file: string, work: () => Promise<void> = () => Promise.resolve()): Promise<void> {
  const clear = async () => {
    const lease = await readLease(file);
    if (lease && lease.host !== THIS_HOST) return;
    await rm(file, {force: true}).catch(() => undefined);
    await work();
  };
  await tryLock(onWait => withLock(lockName(file), clear, {onWait}));
}

interface Lease {
  readonly host: string;
  readonly pid: number;
  /** Different in every lease and after every beat. */
  readonly sign: string;
}

async function acquire(
  file: string,
  {host = THIS_HOST, beat = BEAT_MILLISECONDS, patience = PATIENCE_MILLISECONDS, onWait}: LeaseOptions
): Promise<() => Promise<void>> {
  const name = randomBytes(6).toString('hex');
  let beats = 0;
  const text = () => JSON.stringify({host, pid: process.pid, sign: `${name} ${beats++}`} satisfies Lease);
  await mkdir(dirname(file), {recursive: true}).catch(() => undefined);
  while (!(await create(file, text()))) {
    const held = await readLease(file);
    if (held?.host === host) await removeThis(file, held);
    else if (held) {
      onWait?.();
      await outlive(file, held, patience);
    }
  }
  const timer = setInterval(() => void writeFile(file, text()).catch(() => undefined), beat);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await rm(file, {force: true}).catch(() => undefined);
  };
}

/** False where there is a lease already. */
async function create(file: string, text: string): Promise<boolean> {
  try {
    await writeFile(file, text, {flag: 'wx'});
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'EEXIST';
  }
}

/** Waits until the lease has gone or has shown no life for long enough, and removes it then. */
async function outlive(file: string, first: Lease, most: number): Promise<void> {
  let seen = first;
  let since = performance.now();
  for (;;) {
    const patience = seen.sign === '' ? Math.min(most, EMPTY_MILLISECONDS) : most;
    await sleep(Math.min(1000, patience / 4));
    const now = await readLease(file);
    if (!now) return;
    if (now.sign !== seen.sign) {
      seen = now;
      since = performance.now();
    } else if (performance.now() - since > patience) return removeThis(file, seen);
  }
}

/** Removes the lease if it is still that one: of several who wait, one moves it away and the others find it gone. */
async function removeThis(file: string, lease: Lease): Promise<void> {
  const aside = `${file}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  try {
    await rename(file, aside);
  } catch {
    return;
  }
  const taken = await readLease(aside);
  if (taken && taken.sign !== lease.sign) await link(aside, file).catch(() => undefined);
  await rm(aside, {force: true});
}

async function readLease(file: string): Promise<Lease | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Lease;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    return {host: 'unreadable', pid: 0, sign: ''};
  }
}

function lockName(file: string): string {
  return `lease ${file}`;
}
