import type {RunOneOptions, SweepSummary} from '@espalier/experiments';
import {SilentExit} from '../errors/SilentExit.ts';
import {printJson} from '../output/printJson.ts';
import {printText} from '../output/printText.ts';
import {interruptible} from '../progress/interruption.ts';
import {createBoard} from '../progress/board.ts';
import {resumeCommand} from '../progress/resumeCommand.ts';
import {startComputing} from '../progress/startComputing.ts';
import {planTable} from './planTable.ts';
import {sweepTable} from './sweepTable.ts';
import {tellSweep} from './tellSweep.ts';

/** Options that `run` and `sweep` share. */
export interface SweepFlags {
  readonly dryRun?: boolean;
  readonly seeds?: string;
  readonly plugin?: readonly string[];
  readonly dataDir?: string;
  readonly runs: string;
  readonly verbose?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Runs a sweep with its progress on stderr, and prints what came of it. Exit code 1 where some runs failed. */
export async function followSweep(
  start: (options: RunOneOptions) => Promise<SweepSummary>,
  {dryRun = false, plugin: plugins, dataDir, runs, verbose, json, quiet}: SweepFlags
): Promise<void> {
  const board = createBoard({quiet});
  const onStopped = () => process.stderr.write(`What is finished is kept. Go on with: ${resumeCommand()}\n`);
  const onEvent = tellSweep(board, {dryRun});
  const onNotice = board.say;
  const options = {plugins, dataDir, runs, dryRun, onEvent, onNotice, start: () => startComputing({quiet})};
  const summary = await interruptible(signal => start({...options, signal}), {onStopped, quiet}).finally(board.stop);
  const {sweepDocument} = await import('./sweepDocument.ts');
  const document = await sweepDocument(summary);
  if (json) printJson(document);
  else printText(dryRun ? planTable(document, {verbose}) : sweepTable(document));
  for (const {run, error} of dryRun ? [] : summary.failed) process.stderr.write(`espalier: ${run.id}: ${error}\n`);
  if (!dryRun && summary.remaining.length > 0) tellRest(summary);
  if (summary.exitCode !== 0 && !dryRun) throw new SilentExit(summary.exitCode);
}

function tellRest({remaining, cancelled}: SweepSummary): void {
  const left = `${remaining.length} ${remaining.length === 1 ? 'run is' : 'runs are'} left`;
  process.stderr.write(`${cancelled ? `Cancelled: ${left}` : left}. Go on with: ${resumeCommand()}\n`);
}
