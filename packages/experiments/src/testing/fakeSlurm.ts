import {chmod, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {delimiter, join} from 'node:path';
import {onTestFinished, vi} from 'vitest';

/** What a fake command prints, or a shell script that says it. */
export interface FakeAnswer {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly code?: number;
}

/**
 * Puts commands of these names first on the PATH until the test is over; restore it by `vi.unstubAllEnvs`. Returns the calls so far, one line
 * each: the command and its arguments, joined by spaces.
 */
export async function fakeSlurm(
  answers: Readonly<Record<string, FakeAnswer>>
): Promise<() => Promise<readonly string[]>> {
  const folder = await mkdtemp(join(tmpdir(), 'espalier-fake-slurm-'));
  onTestFinished(() => rm(folder, {recursive: true}));
  const calls = join(folder, 'calls');
  await writeFile(calls, '');
  for (const [name, {stdout = '', stderr = '', code = 0}] of Object.entries(answers)) {
    await Promise.all([writeFile(join(folder, `${name}.out`), stdout), writeFile(join(folder, `${name}.err`), stderr)]);
    const script = `#!/bin/sh
echo "${name} $*" >>'${calls}'
cat '${folder}/${name}.out'
cat '${folder}/${name}.err' >&2
exit ${code}
`;
    await writeFile(join(folder, name), script);
    await chmod(join(folder, name), 0o755);
  }
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env.PATH ?? ''}`);
  return async () => (await readFile(calls, 'utf8')).split('\n').filter(Boolean);
}
