import {afterEach, describe, expect, it, vi} from 'vitest';
import {fakeSlurm, type FakeAnswer} from '../testing/fakeSlurm.ts';
import {cancelSlurm} from './cancel.ts';
import {checkSlurm} from './check.ts';
import {slurmLimits} from './limits.ts';
import {slurmSchema} from './options.ts';

afterEach(() => vi.unstubAllEnvs());

const sinfo = {stdout: 'low\nhigh\n'};

/** The message for what sbatch 22.05 says. */
async function refusal(stderr: string, others: Readonly<Record<string, FakeAnswer>> = {sinfo}): Promise<string> {
  const code = 1;
  await fakeSlurm({sbatch: {stderr, code}, ...others});
  const error = await checkSlurm(slurmSchema.parse({}), 1).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({name: 'SlurmError', exitCode: 3});
  return (error as Error).message;
}

describe('what Slurm refuses', () => {
  it('is a partition that is not there', async () => {
    const said =
      'sbatch: error: invalid partition specified: nope\nallocation failure: Invalid partition name specified\n';
    expect(await refusal(said)).toBe(
      'Expected a partition of this cluster (low, high), got "invalid partition specified: nope". Name one with --partition.'
    );
  });

  it('is what no node can do', async () => {
    const said = 'allocation failure: Requested node configuration is not available\n';
    expect(await refusal(said, {sinfo: {stdout: 'idle\nallocated\n'}})).toMatch(
      /^Expected sbatch to take the sweep, got "Requested node configuration is not available"\. Ask for less with/
    );
    expect(
      await refusal('sbatch: error: Invalid generic resource (gres) specification\n', {sinfo: {stdout: 'idle\n'}})
    ).toContain('--gres');
  });

  it('may be able to be done when nodes are up again', async () => {
    const stderr = 'allocation failure: Requested node configuration is not available\n';
    await fakeSlurm({sbatch: {stderr, code: 1}, sinfo: {stdout: 'down*\nidle\n'}});
    await expect(checkSlurm(slurmSchema.parse({}), 1)).resolves.toBeUndefined();
  });

  it('is a time limit, an account, or one job too many', async () => {
    const said = 'sbatch: error: Batch job submission failed: ';
    expect(await refusal(`${said}Requested time limit is invalid (missing or exceeds some limit)\n`)).toContain(
      '--time'
    );
    const account = `${said}Invalid account or account/partition combination specified\n`;
    expect(await refusal(account)).toContain('--account');
    const limit = `${said}Job violates accounting/QOS policy (job submit limit, user's size and/or time limits)\n`;
    expect(await refusal(limit)).toContain('Sweep again when some tasks have ended');
  });

  it('is an option that sbatch does not know', async () => {
    const said = `sbatch: unrecognized option '--nonsense=1'\nTry "sbatch --help" for more information\n`;
    expect(await refusal(said)).toBe(
      `Expected sbatch to take the sweep, got "unrecognized option '--nonsense=1'". Options of sbatch come from the slurm: section of the experiment file and from the command line.`
    );
  });
});

describe('a cluster that cannot be asked', () => {
  it('has no controller', async () => {
    expect(await refusal('allocation failure: Unable to contact slurm controller (connect failure)\n')).toBe(
      'Expected an answer of Slurm\'s controller, got "Unable to contact slurm controller (connect failure)". `scontrol ping` says whether it is up; sweep again when it is.'
    );
    const stderr = 'scancel: error: slurm_kill_job2() failed Unable to contact slurm controller (connect failure)\n';
    await fakeSlurm({scancel: {stderr, code: 1}});
    await expect(cancelSlurm([{job: '7'}])).rejects.toThrow("Expected an answer of Slurm's controller");
  });

  it('has no Slurm', async () => {
    vi.stubEnv('PATH', '/nonexistent');
    const message =
      'Expected the command scontrol of Slurm, got none on the PATH. Sweep on a login node of the cluster, or with --launcher local.';
    await expect(slurmLimits()).rejects.toMatchObject({name: 'SlurmError', message});
  });
});
