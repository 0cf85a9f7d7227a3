import {z} from 'zod';
import {wholeNumber, word} from '../schema/fields.ts';

/** Options of sbatch that the launcher sets itself; other values would break what it promises. */
const OWN = ['array', 'error', 'job-name', 'no-requeue', 'open-mode', 'output', 'parsable', 'requeue', 'signal'].concat(
  ['test-only', 'wait', 'wrap']
);

const TIME = 'a time as sbatch takes it: minutes, hours:minutes:seconds, or days-hours:minutes:seconds';
const MEMORY = 'an amount of memory as sbatch takes it, such as 4G';
const SETUP = 'a list of shell lines to run before the work, such as "module load cuda"';
const EXTRA = 'a list of options of sbatch, each as --option=value';

const oneLine = (what: string) => word(what).regex(/^[^\n\r\0]*$/, {error: what});

const time = z
  .union([wholeNumber(1).transform(String), z.string({error: TIME}).regex(/^\d+(-\d+)?(:\d+){0,2}$/, {error: TIME})], {
    error: TIME
  })
  .optional();

const memory = z
  .union([wholeNumber(1).transform(String), z.string({error: MEMORY}).regex(/^\d+[KMGT]?$/i, {error: MEMORY})], {
    error: MEMORY
  })
  .optional();

const option = z
  .string({error: EXTRA})
  .regex(/^--[a-z][a-z-]*(=[^\n\r\0]*)?$/, {error: EXTRA})
  .refine(text => !OWN.includes(optionName(text)), {
    error: `options other than ${OWN.map(name => `--${name}`).join(', ')}`
  });

/** The `slurm:` section of an experiment file. Where runs are computed is no part of their keys. */
export const slurmSchema = z
  .strictObject({
    partition: oneLine('the name of a partition').optional(),
    /** Limit of one task. Work that is not done by then goes on in a requeued task. */
    time,
    /** As many as the threads that runs are planned with, unless said. */
    cpusPerTask: wholeNumber(1).optional(),
    memory,
    gres: oneLine('generic resources, such as gpu:1').optional(),
    account: oneLine('the name of an account').optional(),
    qos: oneLine('the name of a quality of service').optional(),
    constraint: oneLine('features of nodes').optional(),
    /** Tasks of an array that run at a time. */
    maxParallel: wholeNumber(1).default(256),
    /** Runs that one task does, one after the other. */
    runsPerTask: wholeNumber(1).default(1),
    /** How often a task that came to its time limit is queued again. */
    maxTimeouts: wholeNumber(0).default(3),
    /** Seconds before the time limit at which a task is told to keep what it has. */
    signalSeconds: wholeNumber(1, 65_535).default(120),
    setup: z.array(oneLine(SETUP), {error: SETUP}).readonly().default([]),
    extra: z.array(option, {error: EXTRA}).readonly().default([])
  })
  .readonly();

export type SlurmOptions = z.output<typeof slurmSchema>;

function optionName(text: string): string {
  return text.replace(/^--/, '').replace(/=.*$/s, '');
}
