import {describe, expect, it} from 'vitest';
import {parseQueue} from './poll.ts';
import {parseSacct} from './sacct.ts';
import {isAlive, runStatus, taskState} from './states.ts';

describe('what Slurm says', () => {
  it('is read by its first word', () => {
    const words = ['PENDING', 'CONFIGURING', 'REQUEUED', 'SUSPENDED', 'REQUEUE_HOLD', 'A_NEW_WORD', 'COMPLETING'];
    expect(words.map(taskState)).toEqual(['queued', 'queued', 'queued', 'queued', 'queued', 'queued', 'running']);
    expect(['CANCELLED by 1000', 'CANCELLED+', 'OUT_OF_MEMORY', 'TIMEOUT', 'PREEMPTED'].map(taskState)).toEqual([
      'cancelled',
      'cancelled',
      'failed',
      'timeout',
      'preempted'
    ]);
  });

  it('has one line a task in squeue', () => {
    const text = '9_2|PENDING|BeginTime|a\n9_0|COMPLETED|None|a\n17|RUNNING|None|other\n9_[3-5]|PENDING|Resources|a\n';
    expect(parseQueue(text)).toEqual([
      {job: '9', task: 2, name: 'a', state: 'queued', reason: 'BeginTime'},
      {job: '9', task: 0, name: 'a', state: 'completed'}
    ]);
  });

  it('has the last attempt last in sacct', () => {
    const text = `9_0|COMPLETED|0:0
9_1|REQUEUED|0:0
9_1|FAILED|7:0
9_2|CANCELLED by 1000|0:0
9_3|OUT_OF_MEMORY|0:125
9_[4-7%2]|PENDING|0:0
`;
    expect([...parseSacct(text)]).toEqual([
      ['9_0', {state: 'completed', reason: 'COMPLETED'}],
      ['9_1', {state: 'failed', reason: 'exit code 7'}],
      ['9_2', {state: 'cancelled', reason: 'CANCELLED by 1000'}],
      ['9_3', {state: 'failed', reason: 'signal 125'}]
    ]);
    expect(parseSacct('Slurm accounting storage is disabled\n').size).toBe(0);
  });
});

describe('the status of a run', () => {
  it('is finished only by its record', () => {
    expect(runStatus('completed', 'finished')).toBe('finished');
    expect(runStatus('failed', 'finished')).toBe('finished');
    expect(runStatus('completed', undefined)).toBe('failed');
    expect(runStatus('completed', 'failed')).toBe('failed');
  });

  it('is what Slurm makes of it as long as it has not ended', () => {
    expect(runStatus('queued', 'interrupted')).toBe('queued');
    expect(runStatus('queued', 'failed')).toBe('queued');
    expect(runStatus('running', undefined)).toBe('queued');
    expect(runStatus('running', 'running')).toBe('running');
    expect(runStatus('unknown', 'running')).toBe('running');
    expect(isAlive('unknown')).toBe(true);
  });

  it('of a task that ended without a word is told by how it ended', () => {
    expect(runStatus('cancelled', 'running')).toBe('cancelled');
    expect(runStatus('cancelled', 'interrupted')).toBe('cancelled');
    expect(runStatus('failed', 'interrupted')).toBe('interrupted');
    expect(runStatus('timeout', 'running')).toBe('interrupted');
    expect(runStatus('gone', 'running')).toBe('interrupted');
    expect(runStatus('failed', 'running')).toBe('failed');
  });
});
