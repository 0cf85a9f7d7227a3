import {Option, type Command} from 'commander';
import {UsageError} from '../errors/UsageError.ts';
import {wholeNumber} from './numbers.ts';
import type {LaunchFlags} from './launch.ts';

/** What the options below give; they are keys of the `slurm:` section of an experiment file too. */
export interface SlurmFlags {
  readonly launcher?: 'local' | 'slurm';
  readonly wait?: boolean;
  readonly partition?: string;
  readonly time?: string;
  readonly cpusPerTask?: number;
  readonly memory?: string;
  readonly gres?: string;
  readonly account?: string;
  readonly qos?: string;
  readonly constraint?: string;
  readonly maxParallel?: number;
  readonly runsPerTask?: number;
  readonly maxTimeouts?: number;
}

const KEYS = ['partition', 'time', 'cpusPerTask', 'memory', 'gres', 'account', 'qos', 'constraint'] as const;
const COUNTS = ['maxParallel', 'runsPerTask', 'maxTimeouts'] as const;

/** Options of every command that can hand runs to Slurm. */
export function addSlurmOptions(command: Command): Command {
  const count = (flags: string, what: string, least = 1) =>
    new Option(flags, what).argParser(wholeNumber(flags.split(' ')[0]!, least)).helpGroup('Slurm:');
  const text = (flags: string, what: string) => new Option(flags, what).helpGroup('Slurm:');
  const options = [
    new Option('--launcher <local|slurm>', 'who does the runs').choices(['local', 'slurm']),
    new Option('--wait', 'with slurm: stay until every task has ended').helpGroup('Slurm:'),
    text('--partition <name>', 'partition of the cluster'),
    text('--time <limit>', 'limit of a task, such as 1:30:00; what is not done by then is queued again'),
    count('--cpus-per-task <n>', 'cores of a task; as many as threads unless given'),
    text('--memory <size>', 'memory of a task, such as 4G'),
    text('--gres <list>', 'generic resources of a task, such as gpu:1'),
    text('--account <name>', 'who pays'),
    text('--qos <name>', 'quality of service'),
    text('--constraint <list>', 'features that nodes must have'),
    count('--max-parallel <n>', 'tasks at a time'),
    count('--runs-per-task <n>', 'runs that a task does, one after the other'),
    count('--max-timeouts <n>', 'how often a task that met its time limit is queued again', 0)
  ];
  for (const option of options) command.addOption(option);
  return command;
}

/** The options that were given, by their keys in a `slurm:` section. */
export function slurmChanges(flags: SlurmFlags & Pick<LaunchFlags, 'jobs'>): Readonly<Record<string, unknown>> {
  const given = [...KEYS, ...COUNTS].filter(key => flags[key] !== undefined).map(key => [key, flags[key]] as const);
  return {...(flags.jobs !== undefined && {maxParallel: flags.jobs}), ...Object.fromEntries(given)};
}

/** The same as overrides of an experiment file. */
export function slurmOverrides(flags: SlurmFlags & Pick<LaunchFlags, 'jobs'>): readonly string[] {
  return Object.entries(slurmChanges(flags)).map(([key, value]) => `slurm.${key}=${JSON.stringify(value)}`);
}

/** Throws a UsageError for an option that the chosen launcher has no use for. */
export function checkLauncher(launcher: 'local' | 'slurm', flags: SlurmFlags & LaunchFlags): void {
  const given = Object.keys(slurmChanges({...flags, jobs: undefined}));
  const [first = flags.wait ? 'wait' : undefined] = given;
  if (launcher === 'local' && first !== undefined) {
    const option = first.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
    throw new UsageError(`Expected --${option} together with --launcher slurm, got it without.`);
  }
  if (launcher === 'local') return;
  if (flags.gpus) throw new UsageError('Expected --gres gpu:1 to ask Slurm for GPUs, got --gpus.');
  if (flags.failFast || flags.retries > 0) {
    const option = flags.failFast ? '--fail-fast' : '--retries';
    throw new UsageError(`Expected tasks of Slurm, which do not know of one another, got ${option}. Leave it out.`);
  }
}
