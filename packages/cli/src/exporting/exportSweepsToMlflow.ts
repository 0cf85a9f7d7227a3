import type {ExportedSweep} from '@espalier/experiments/exports';
import {SilentExit} from '../errors/SilentExit.ts';
import {UsageError} from '../errors/UsageError.ts';
import {printJson} from '../output/printJson.ts';
import {printText} from '../output/printText.ts';
import {createProgress} from '../progress/progress.ts';

export interface MlflowFlags {
  readonly uri?: string;
  readonly experiment?: string;
  /** In megabytes. */
  readonly largestFile: number;
  readonly runs: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Sends sweeps to an MLflow server, one after the other. Exit code 1 where some runs could not be sent. */
export async function exportSweepsToMlflow(
  sweeps: readonly string[],
  {uri, experiment, largestFile, runs, json, quiet}: MlflowFlags
): Promise<void> {
  if (uri === undefined) {
    throw new UsageError('Expected --uri with --to mlflow, such as http://localhost:5000, got none.');
  }
  const {exportToMlflow, mlflowServer} = await import('@espalier/experiments/exports');
  const {openRunStore} = await import('@espalier/experiments/store');
  const server = mlflowServer(uri);
  const store = openRunStore(runs);
  const progress = createProgress({quiet});
  const notices = new Set<string>();
  const onNotice = (line: string) => {
    if (!notices.has(line)) progress.say(line);
    notices.add(line);
  };
  const exported: ExportedSweep[] = [];
  try {
    for (const sweep of sweeps) {
      const onProgress = (done: number, total: number) => progress.update(`${sweep}: sending runs`, done, total);
      const largestArtifact = largestFile * 1e6;
      exported.push(await exportToMlflow(store, sweep, server, {experiment, largestArtifact, onNotice, onProgress}));
    }
  } finally {
    progress.stop();
  }
  if (json) printJson({format: 'espalier.exported/1', sweeps: exported});
  else printText(exported.map(line).join('\n'));
  const failed = exported.flatMap(({sweep, failed: runsOf}) => runsOf.map(({id, error}) => `${sweep}/${id}: ${error}`));
  for (const message of failed) process.stderr.write(`espalier: ${message}\n`);
  if (failed.length > 0) throw new SilentExit(1);
}

function line({sweep, page, failed, ...counts}: ExportedSweep): string {
  const failures = failed.length > 0 ? `, ${failed.length} failed` : '';
  return `${sweep}: ${counts.new} new, ${counts.extended} extended, ${counts.unchanged} unchanged${failures}, at ${page}`;
}
