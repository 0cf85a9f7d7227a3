import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {afterEach, expect, test, vi} from 'vitest';
import {withLock} from './lock.js';

const children: ChildProcess[] = [];
afterEach(() => children.splice(0).forEach(child => child.kill('SIGKILL')));

const lockUrl = new URL('./lock.js', import.meta.url).href;

/** Another process that takes the lock, says so, and holds it for a while. */
async function holder(name: string, ms: number): Promise<ChildProcess> {
  const script = `
    import {withLock} from ${JSON.stringify(lockUrl)};
    await withLock(${JSON.stringify(name)}, () => {
      console.log('held');
      return new Promise(done => setTimeout(done, ${ms}));
    });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {stdio: ['ignore', 'pipe', 'inherit']});
  children.push(child);
  await once(child.stdout, 'data');
  return child;
}

const uniqueName = (test: string): string => `${test} ${process.pid}`;

test('withLock returns what the function returns and lets go afterwards', async () => {
  const name = uniqueName('returns');
  expect(await withLock(name, () => 1)).toBe(1);
  expect(await withLock(name, () => Promise.resolve(2))).toBe(2);
});

test('withLock lets go when the function throws', async () => {
  const name = uniqueName('throws');
  await expect(withLock(name, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await withLock(name, () => 'free')).toBe('free');
});

test('withLock runs callers of one process one after another', async () => {
  const name = uniqueName('order');
  let inside = 0;
  const visit = () =>
    withLock(name, async () => {
      expect(++inside).toBe(1);
      await new Promise(done => setTimeout(done, 5));
      inside--;
    });
  await Promise.all(Array.from({length: 8}, visit));
});

test('withLock waits for another process and says so once', async () => {
  const name = uniqueName('waits');
  const child = await holder(name, 400);
  const onWait = vi.fn();
  const start = performance.now();
  await withLock(name, () => undefined, {onWait});
  expect(performance.now() - start).toBeGreaterThan(200);
  expect(onWait).toHaveBeenCalledTimes(1);
  if (child.exitCode === null) await once(child, 'exit');
});

test('withLock gets the lock of a process that was killed', async () => {
  const name = uniqueName('killed');
  const child = await holder(name, 3_600_000);
  setTimeout(() => child.kill('SIGKILL'), 200);
  expect(await withLock(name, () => 'mine')).toBe('mine');
});
