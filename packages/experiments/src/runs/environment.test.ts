import {mkdtemp, stat, utimes, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {execa} from 'execa';
import {describe, expect, it} from 'vitest';
import {source, startScript} from '../testing/startScript.ts';

describe('a look at the surroundings', () => {
  it('writes nothing into the repository, where a killed process would leave a lock', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'espalier-test-'));
    const git = (...args: string[]) =>
      execa('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {cwd: folder});
    const file = join(folder, 'file');
    await git('init');
    await writeFile(file, 'text');
    await git('add', 'file');
    await git('commit', '-m', 'first');
    // Another time and the same bytes: Git would like to note that in its index.
    await utimes(file, new Date(0), new Date(0));
    const index = join(folder, '.git', 'index');
    const before = await stat(index);
    const {all, exitCode} = await startScript(`
      process.chdir(${JSON.stringify(folder)});
      const {lookAround} = await import(${JSON.stringify(source('runs/environment.ts'))});
      const {environment} = await lookAround();
      if (!environment.git || environment.git.dirty) throw new Error(JSON.stringify(environment.git));`);
    expect(all).toBe('');
    expect(exitCode).toBe(0);
    const after = await stat(index);
    expect({ino: after.ino, time: after.mtimeMs}).toEqual({ino: before.ino, time: before.mtimeMs});
  });
});
