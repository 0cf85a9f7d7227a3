import {describe, expect, it} from 'vitest';
import {validate} from '../schema/validate.ts';
import {slurmSchema} from './options.ts';

const read = (slurm: Record<string, unknown>) => validate(slurmSchema, slurm, path => path.map(String).join('.'));

describe('the slurm: section', () => {
  it('has defaults for what only we know, and leaves the rest to the site', () => {
    expect(read({})).toEqual({
      maxParallel: 256,
      runsPerTask: 1,
      maxTimeouts: 3,
      signalSeconds: 120,
      setup: [],
      extra: []
    });
  });

  it('takes times and memory as sbatch does', () => {
    expect(read({time: 90, memory: 4000})).toMatchObject({time: '90', memory: '4000'});
    for (const time of ['90', '10:00', '1:30:00', '2-12', '2-12:30:00']) expect(read({time})).toMatchObject({time});
    expect(read({memory: '4G'})).toMatchObject({memory: '4G'});
  });

  it.each([
    [{time: 'soon'}, 'time: Expected time to be a time as sbatch takes it'],
    [{memory: '4 GB'}, 'memory: Expected memory to be an amount of memory as sbatch takes it, such as 4G, got "4 GB"'],
    [{extra: ['-p high']}, 'Expected extra.0 to be a list of options of sbatch, each as --option=value, got "-p high"'],
    [{extra: ['--array=1-3']}, 'Expected extra.0 to be options other than --array, --error'],
    [{setup: ['module load cuda\nrm -r x']}, 'Expected setup.0 to be a list of shell lines'],
    [{partitions: 'x'}, 'Unknown key "partitions". Known: partition, time']
  ])('refuses %j', (slurm, message) => {
    expect(() => read(slurm)).toThrow(message);
  });
});
