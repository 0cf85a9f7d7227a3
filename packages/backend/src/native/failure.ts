import {readFileSync} from 'node:fs';
import {mkdir, rename, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {compilers, findProgram, pythons} from './findProgram.ts';
import type {Variant} from './nativeBuild.ts';

/** The last install that failed: why, and the circumstances in which trying again would end the same way. */
export interface InstallFailure {
  readonly reason: string;
  readonly circumstances: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

// A refused download may be a matter of the hour; a missing compiler shows in the circumstances.
const retryAfterMs = 60 * 60 * 1000;

const failurePath = (cache: string, variant: Variant): string => join(cache, `native-${variant}-failure.json`);

/** What an install depends on and can be seen without running anything. */
export const circumstances = (folder: string): string =>
  [
    folder,
    findProgram(compilers()) ?? 'no compiler',
    ...pythons.map(name => findProgram([name]) ?? `no ${name}`)
  ].join();

export async function recordFailure(cache: string, variant: Variant, failure: InstallFailure): Promise<void> {
  await mkdir(cache, {recursive: true});
  const path = failurePath(cache, variant);
  await writeFile(`${path}.${process.pid}`, `${JSON.stringify(failure, null, 2)}\n`);
  await rename(`${path}.${process.pid}`, path);
}

export const forgetFailure = (cache: string, variant: Variant): Promise<void> =>
  rm(failurePath(cache, variant), {force: true});

export function readFailure(cache: string, variant: Variant): InstallFailure | undefined {
  try {
    return JSON.parse(readFileSync(failurePath(cache, variant), 'utf8')) as InstallFailure;
  } catch {
    return undefined;
  }
}

/** Whether nothing that made the install fail has changed. */
export const wouldFailAgain = (failure: InstallFailure, folder: string, now: number): boolean =>
  !process.env.ESPALIER_RETRY && failure.circumstances === circumstances(folder) && now - failure.at < retryAfterMs;
