import {mkdtemp, readdir, readFile, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {beforeEach, expect, it} from 'vitest';
import {leasedElsewhere, withLease} from './lease.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'espalier-test-'));
  file = join(folder, 'lease.json');
});

const quick = {beat: 20, patience: 200};

it('is there while the work is done, and gone afterwards, however it ends', async () => {
  await withLease(file, async () => expect(await leasedElsewhere(file, 'another')).toBe(true));
  await expect(withLease(file, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await readdir(folder)).toEqual([]);
});

it('waits for a living holder on another machine', async () => {
  // Another machine does not see this one's locks: it is played by a file that is kept alive.
  let beats = 0;
  const write = () => writeFile(file, JSON.stringify({host: 'another', pid: 1, sign: `x ${beats++}`}));
  await write();
  const alive = setInterval(() => void write(), 20);
  let waited = 0;
  const taken = withLease(file, () => Promise.resolve(performance.now()), {...quick, onWait: () => waited++});
  await sleep(600);
  clearInterval(alive);
  const stopped = performance.now();
  expect((await taken) - stopped).toBeGreaterThan(100);
  expect(waited).toBe(1);
});

it('takes over from a holder on another machine that shows no life', async () => {
  await writeFile(file, JSON.stringify({host: 'another', pid: 1, sign: 'x 0'}));
  expect(await withLease(file, () => readFile(file, 'utf8'), quick)).toContain(`"pid":${process.pid}`);
  expect(await readdir(folder)).toEqual([]);
});

it('takes over at once what a dead process of this machine left', async () => {
  await withLease(file, async () => {
    const left = await readFile(file, 'utf8');
    await writeFile(join(folder, 'left'), left);
  });
  await writeFile(file, await readFile(join(folder, 'left')));
  const started = performance.now();
  await withLease(file, () => Promise.resolve(), {patience: 60_000});
  expect(performance.now() - started).toBeLessThan(1000);
});

it('gives up where the caller will not wait', async () => {
  await writeFile(file, JSON.stringify({host: 'another', pid: 1, sign: 'x 0'}));
  const refuse = () => {
    throw new Error('held');
  };
  await expect(withLease(file, () => Promise.resolve(), {...quick, onWait: refuse})).rejects.toThrow('held');
});

it('lets one of several machines take over', async () => {
  await writeFile(file, JSON.stringify({host: 'another', pid: 1, sign: 'x 0'}));
  let inside = 0;
  // By another way to the folder, so that the kernel's lock is another one, as it is between machines.
  const work = async (host: string) => {
    await symlink(folder, join(ways, host));
    await withLease(
      join(ways, host, 'lease.json'),
      async () => {
        expect(++inside).toBe(1);
        await sleep(300);
        inside--;
      },
      {...quick, host}
    );
  };
  const ways = await mkdtemp(join(tmpdir(), 'espalier-test-'));
  await Promise.all([work('a'), work('b'), work('c')]);
  expect(await readdir(folder)).toEqual([]);
});
