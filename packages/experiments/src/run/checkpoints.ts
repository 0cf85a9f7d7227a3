import {access, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {foldersIn} from '../runs/foldersIn.ts';

/** Where the checkpoint of an attempt at a run lies. */
export function checkpointFile(folder: string, attempt: number): string {
  return join(attemptsFolder(folder), String(attempt), 'checkpoint');
}

/** Numbers of the attempts that left a checkpoint, the last one first. */
export async function checkpointedAttempts(folder: string): Promise<readonly number[]> {
  const numbers = foldersIn(attemptsFolder(folder)).map(Number).filter(Number.isInteger);
  const there = await Promise.all(numbers.map(number => exists(checkpointFile(folder, number))));
  return numbers.filter((_number, i) => there[i]).toSorted((a, b) => b - a);
}

/** Removes the checkpoints of a run, save those of some attempts. */
export async function removeCheckpoints(folder: string, keep: readonly (number | undefined)[] = []): Promise<void> {
  const attempts = await checkpointedAttempts(folder);
  const gone = attempts.filter(number => !keep.includes(number));
  await Promise.all(gone.map(number => rm(checkpointFile(folder, number), {force: true})));
}

function attemptsFolder(folder: string): string {
  return join(folder, 'artifacts', 'attempts');
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false
  );
}
