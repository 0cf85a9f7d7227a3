import {readFileSync} from 'node:fs';
import {Command} from 'commander';
import {addBench} from './commands/bench.ts';
import {addCancel} from './commands/cancel.ts';
import {addCompare} from './commands/compare.ts';
import {addCompletion} from './commands/completion.ts';
import {addCorrelate} from './commands/correlate.ts';
import {addCriteria} from './commands/criteria.ts';
import {addData} from './commands/data.ts';
import {addDoctor} from './commands/doctor.ts';
import {addEvaluate} from './commands/evaluate.ts';
import {addExport} from './commands/export.ts';
import {addExportRuns} from './commands/exportRuns.ts';
import {addGc} from './commands/gc.ts';
import {addImport} from './commands/import.ts';
import {addInit} from './commands/init.ts';
import {addInspect} from './commands/inspect.ts';
import {addLogs} from './commands/logs.ts';
import {addLs} from './commands/ls.ts';
import {addModels} from './commands/models.ts';
import {addOracle} from './commands/oracle.ts';
import {addPrune} from './commands/prune.ts';
import {addReplay} from './commands/replay.ts';
import {addReport} from './commands/report.ts';
import {addRerun} from './commands/rerun.ts';
import {addResume} from './commands/resume.ts';
import {addRun} from './commands/run.ts';
import {addScore} from './commands/score.ts';
import {addShow} from './commands/show.ts';
import {addStatus} from './commands/status.ts';
import {addSweep} from './commands/sweep.ts';
import {addUi} from './commands/ui.ts';
import {addWorker} from './commands/worker.ts';
import {acceptPluginsEverywhere} from './options/pluginEverywhere.ts';

/** In the order of `espalier --help`. A new command is a file and a line here. */
const COMMANDS: readonly ((program: Command) => void)[] = [
  addInit,
  addImport,
  addInspect,
  addCriteria,
  addScore,
  addOracle,
  addCorrelate,
  addPrune,
  addReplay,
  addEvaluate,
  addExport,
  addBench,
  addRun,
  addSweep,
  addResume,
  addRerun,
  addCancel,
  addStatus,
  addLs,
  addShow,
  addLogs,
  addCompare,
  addReport,
  addExportRuns,
  addUi,
  addGc,
  addData,
  addModels,
  addDoctor,
  addCompletion,
  addWorker
];

const AFTER_HELP = `
MODEL is a TensorFlow.js layers model (a folder with model.json, or that file), a Keras model (.keras, .h5), or the name
of a network of the zoo (espalier models), which comes untrained.
DATA is a registered name (espalier data ls), a .npz file, or a folder of images.

First steps:
  espalier doctor                                        which tensor engine runs here
  espalier init my-study                                 a study of your own, ready to run
  espalier run packages/experiments/configs/quickstart.yaml    in a clone: one run of a few seconds`;

/** The command line as commander sees it. Commands load what they compute with only when they run. */
export function createProgram(): Command {
  const program = new Command('espalier')
    .description('Prunes neural networks by the Taylor criterion and everything it has to be compared with.')
    .version(versionOf(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .configureHelp({subcommandTerm: command => command.name()})
    .addHelpText('after', AFTER_HELP)
    // Errors are told in one place, in `main`. Commands inherit this, so it comes before them.
    .exitOverride()
    .configureOutput({outputError: () => undefined});
  for (const add of COMMANDS) add(program);
  acceptPluginsEverywhere(program);
  return program;
}

function versionOf(): string {
  const path = new URL('../package.json', import.meta.url);
  return (JSON.parse(readFileSync(path, 'utf8')) as {readonly version: string}).version;
}
