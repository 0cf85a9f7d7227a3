import {Command} from 'commander';
import {describe, expect, it} from 'vitest';
import {addLaunchOptions, type LaunchFlags} from './launch.ts';
import {addSlurmOptions, checkLauncher, slurmChanges, slurmOverrides, type SlurmFlags} from './slurm.ts';

function parse(...args: readonly string[]): SlurmFlags & LaunchFlags {
  const command = addSlurmOptions(addLaunchOptions(new Command()));
  return command.parse(args, {from: 'user'}).opts();
}

describe('options for Slurm', () => {
  it('are overrides of the slurm: section, texts as texts', () => {
    const flags = parse('--launcher', 'slurm', '--partition', '7', '--cpus-per-task', '4', '--max-timeouts', '0');
    expect(slurmOverrides(flags)).toEqual(['slurm.partition="7"', 'slurm.cpusPerTask=4', 'slurm.maxTimeouts=0']);
  });

  it('take runs at a time for tasks at a time', () => {
    expect(slurmChanges(parse('-j', '8'))).toEqual({maxParallel: 8});
    expect(slurmChanges(parse('-j', '8', '--max-parallel', '3'))).toEqual({maxParallel: 3});
  });

  it('are refused where they would do nothing', () => {
    const local =
      (...args: readonly string[]) =>
      () => {
        checkLauncher('local', parse(...args));
      };
    expect(local('-j', '8', '--retries', '1')).not.toThrow();
    expect(local('--cpus-per-task', '4')).toThrow('Expected --cpus-per-task together with --launcher slurm');
    expect(local('--wait')).toThrow('Expected --wait together with --launcher slurm');
  });

  it('refuse what only one process that sees all runs can do', () => {
    const slurm =
      (...args: readonly string[]) =>
      () => {
        checkLauncher('slurm', parse(...args));
      };
    expect(slurm('--wait', '--time', '60')).not.toThrow();
    expect(slurm('--fail-fast')).toThrow('got --fail-fast');
    expect(slurm('--retries', '2')).toThrow('got --retries');
    expect(slurm('--gpus', '0,1')).toThrow('Expected --gres gpu:1');
  });
});
