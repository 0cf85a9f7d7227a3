import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {fakeSlurm} from '../testing/fakeSlurm.ts';
import {writeArrayRecord} from './arrays.ts';
import {slurmSchema} from './options.ts';
import {ownTask, requeueTask, whyStopped} from './requeue.ts';
import {parseTaskFields} from './taskFields.ts';

// As Slurm 22.05 says it, shortened.
const running =
  'JobId=18 ArrayJobId=17 ArrayTaskId=0 JobName=a UserId=root(0) JobState=RUNNING Reason=None Dependency=(null) Restarts=0 TimeLimit=00:01:00 PreemptEligibleTime=2026-01-01T00:00:00 PreemptTime=None Command=/a b/job.sh\n';
const preempted = running.replace('PreemptTime=None', 'PreemptTime=2026-01-01T00:00:30');
const over = running.replace('JobState=RUNNING', 'JobState=COMPLETING');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'espalier-requeue-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, {recursive: true});
});

describe('a task that was told to stop', () => {
  it('knows itself by array and number', () => {
    const env = {SLURM_ARRAY_JOB_ID: '17', SLURM_ARRAY_TASK_ID: '3', ESPALIER_SLURM_ARRAY: '/x'};
    expect(ownTask(env)).toEqual({name: '17_3', folder: '/x'});
    expect(ownTask({})).toBeUndefined();
  });

  it('knows why', () => {
    const texts = [running, preempted, over];
    expect(texts.map(text => whyStopped(parseTaskFields(text)))).toEqual(['limit', 'preempted', 'taken']);
  });

  it('is queued again as often as time limits may be met', async () => {
    await writeArrayRecord(folder, {
      format: 'espalier.slurm/1',
      name: 'a',
      job: '17',
      options: slurmSchema.parse({maxTimeouts: 2})
    });
    const calls = await fakeSlurm({scontrol: {stdout: running}});
    const ends = [];
    for (let i = 0; i < 3; i++) ends.push(await requeueTask({name: '17_0', folder}));
    expect(ends).toEqual(['requeued', 'requeued', 'left']);
    expect(await calls()).toEqual([
      'scontrol show job --oneliner 17_0',
      'scontrol requeue 17_0',
      'scontrol show job --oneliner 17_0',
      'scontrol requeue 17_0',
      'scontrol show job --oneliner 17_0'
    ]);
  });

  it('is always queued again after a preemption, and not asked for twice', async () => {
    await writeArrayRecord(folder, {
      format: 'espalier.slurm/1',
      name: 'a',
      job: '17',
      options: slurmSchema.parse({maxTimeouts: 0})
    });
    await fakeSlurm({scontrol: {stdout: preempted}});
    expect(await requeueTask({name: '17_0', folder})).toBe('requeued');
    await fakeSlurm({scontrol: {stdout: over}});
    expect(await requeueTask({name: '17_0', folder})).toBe('taken');
  });
});
