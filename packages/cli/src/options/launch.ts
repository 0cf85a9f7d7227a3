import {availableParallelism} from 'node:os';
import {Option, type Command} from 'commander';
import type {LaunchOptions} from '@espalier/experiments/sweeps';
import {commaList} from './lists.ts';
import {wholeNumber} from './numbers.ts';

/** What the options below give. */
export interface LaunchFlags {
  readonly jobs?: number;
  readonly threads?: number;
  readonly gpus?: readonly string[];
  readonly failFast?: boolean;
  readonly retries: number;
  readonly maxRuns?: number;
  readonly quiet?: boolean;
}

/** Options of every command that does several runs. */
export function addLaunchOptions(command: Command): Command {
  return command
    .addOption(
      new Option('-j, --jobs <n>', 'runs at a time; as many as fit with --threads, else 1').argParser(
        wholeNumber('--jobs', 1)
      )
    )
    .addOption(
      new Option('--threads <n>', 'threads of a run, part of its key; one a core unless given').argParser(
        wholeNumber('--threads', 1)
      )
    )
    .addOption(new Option('--gpus <list>', 'GPUs that runs get in turn, such as 0,1').argParser(commaList('--gpus')))
    .addOption(
      new Option('--retries <n>', 'how often a run that fails is tried again')
        .argParser(wholeNumber('--retries', 0))
        .default(0)
    )
    .addOption(new Option('--max-runs <n>', 'stop after so many runs').argParser(wholeNumber('--max-runs', 1)))
    .option('--fail-fast', 'stop at the first failed run')
    .addOption(new Option('--keep-going', 'go on past failed runs (the default)').conflicts('failFast'));
}

/** How to launch; the number of threads goes where the engine and the worker processes look for it. */
export function launchOf({jobs, threads, gpus, failFast = false, retries, maxRuns, quiet}: LaunchFlags): LaunchOptions {
  if (threads !== undefined) process.env.ESPALIER_THREADS = String(threads);
  const cores = availableParallelism();
  const given = Number(process.env.ESPALIER_THREADS) || undefined;
  const many = jobs ?? gpus?.length ?? Math.max(1, Math.floor(cores / (given ?? cores)));
  const all = many * (given ?? cores);
  if (all > cores && many > 1 && !gpus && !quiet) {
    const fit = Math.max(1, Math.floor(cores / many));
    process.stderr.write(
      `${many} runs of ${given ?? cores} threads each share ${cores} cores: --threads ${fit} would fit (such runs have keys of their own).\n`
    );
  }
  return {launcher: 'local', jobs: many, gpus, keepGoing: !failFast, retries, maxRuns};
}
