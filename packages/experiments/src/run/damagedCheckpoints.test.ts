import {copyFile, mkdtemp, readdir, readFile, truncate, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {readLines} from '../runs/lines.ts';
import {finish, fresh, leftovers, partly, TAYLOR} from '../testing/checkpointStudies.ts';
import {checkpointFile} from './checkpoints.ts';

describe('a checkpoint', () => {
  it('is gone on from, and says so; two are kept until the run is finished', async () => {
    const one = await partly(TAYLOR, 3);
    expect((await leftovers(one.root)).length).toBe(2);
    expect(await finish(one)).toEqual({
      said: expect.stringMatching(/^goes on behind step 3/) as string,
      complaints: ''
    });
  });

  it('of before what was written last cuts the files back', async () => {
    const one = await partly(TAYLOR, 1);
    const kept = join(await mkdtemp(join(tmpdir(), 'espalier-test-')), 'kept');
    await copyFile(one.newest, kept);
    await one.attemptPart();
    await one.attemptPart();
    expect((await readLines(join(one.run.folder, 'history.jsonl'))).length).toBe(3);
    const attempts = dirname(dirname(one.newest));
    for (const attempt of await readdir(attempts))
      await copyFile(kept, checkpointFile(one.run.folder, Number(attempt)));
    expect((await finish(one)).said).toMatch(/^goes on behind step 1,/);
  });

  it.each<[string, (file: string) => Promise<void>, RegExp]>([
    ['has damaged bytes', flip(-40), /Expected a whole checkpoint, got damaged bytes\./],
    ['has a damaged header', flip(9), /Expected a whole checkpoint, got a damaged header\./],
    ['has a damaged length', flip(5), /Expected a whole checkpoint, got \d+ bytes of \d+\./],
    ['is cut short', file => truncate(file, 5000), /Expected a whole checkpoint, got \d+ bytes of \d+\./],
    ['is empty', file => truncate(file, 0), /Expected a whole checkpoint, got 0 bytes of 40\./],
    [
      'is from the future',
      file => edit(file, 'espalier.checkpoint/1', 'espalier.checkpoint/2'),
      /Expected a checkpoint of format espalier\.checkpoint\/1, got espalier\.checkpoint\/2\./
    ]
  ])('that %s is passed over for the one before it, with a line in the log', async (_name, damage, message) => {
    const one = await partly(TAYLOR, 2);
    await damage(one.newest);
    const {said, complaints} = await finish(one);
    expect(said).toMatch(/^goes on behind step 1,/);
    expect(complaints).toMatch(new RegExp(`^Passed over the checkpoint of attempt \\d+: ${message.source}\n$`));
  });

  it('of another run is never used', async () => {
    const other = await partly(TAYLOR.replace('updates: 2', 'updates: 3'), 1);
    const one = await partly(TAYLOR, 2);
    await copyFile(other.newest, one.newest);
    const {said, complaints} = await finish(one);
    expect(said).toMatch(/^goes on behind step 1,/);
    expect(complaints).toContain(`Expected the checkpoint of ${one.run.key}, got that of ${other.run.key}.`);
  });

  it('is not used with files that it does not belong to: then the run begins anew', async () => {
    const one = await partly(TAYLOR, 2);
    await edit(join(one.run.folder, 'metrics.jsonl'), '"step":0', '"step":7');
    const {said, complaints} = await finish(one);
    expect(said).toBeUndefined();
    expect(complaints.trim().split('\n')).toEqual([
      expect.stringMatching(
        /^Passed over .*: Expected metrics\.jsonl to begin with what it held then, got something else\.$/
      ),
      expect.stringMatching(
        /^Passed over .*: Expected metrics\.jsonl to begin with what it held then, got something else\.$/
      )
    ]);
  });

  it('of a base training that is damaged is passed over too', async () => {
    const one = await fresh(TAYLOR);
    await one.attemptPart();
    const [making = ''] = (await readdir(join(one.root, '.stages'))).filter(name => name.startsWith('.making-'));
    const file = join(one.root, '.stages', making, 'checkpoint');
    await flip(-40)(file);
    const {complaints} = await finish(one);
    expect(complaints).toBe(
      'Passed over the checkpoint of the training: Expected a whole checkpoint, got damaged bytes.\n'
    );
  });
});

/** Changes a byte of a file; negative places count from the end. */
function flip(place: number): (file: string) => Promise<void> {
  return async file => {
    const bytes = await readFile(file);
    bytes[place < 0 ? bytes.length + place : place]! ^= 0x55;
    await writeFile(file, bytes);
  };
}

async function edit(file: string, from: string, to: string): Promise<void> {
  const text = await readFile(file, 'latin1');
  expect(text).toContain(from);
  await writeFile(file, text.replace(from, to), 'latin1');
}
