import type {Command} from 'commander';
import {wholeNumber} from '../options/numbers.ts';
import {quietOption, runsOption} from '../options/shared.ts';
import {UsageError} from '../errors/UsageError.ts';
import {examples} from '../help/examples.ts';
import {printText} from '../output/printText.ts';
import {interruptible} from '../progress/interruption.ts';

export function addUi(program: Command): void {
  program
    .command('ui')
    .description('look through sweeps and runs in the browser, also while they run')
    .option('--port <n>', 'port on this machine; a free one unless given', portNumber)
    .option('--open', 'open it in the browser')
    .option('--no-open', 'only print the address (unless told otherwise)')
    .addOption(runsOption())
    .addOption(quietOption())
    .addHelpText('after', examples('espalier ui --open'))
    .action(ui);
}

interface UiFlags {
  readonly runs: string;
  readonly port?: number;
  readonly open?: boolean;
  readonly quiet?: boolean;
}

/** Serves until it is stopped; the address is all that goes to stdout. */
async function ui({runs, port, open = false, quiet}: UiFlags): Promise<void> {
  const {startUi} = await import('../ui/startUi.ts');
  const server = await startUi({runs, port});
  printText(server.url);
  if (!quiet) process.stderr.write(`Showing the runs in ${runs}, to this machine only. Ctrl-C stops.\n`);
  if (open) await (await import('../ui/openBrowser.ts')).openBrowser(server.url);
  await interruptible(
    async signal => {
      await new Promise(resolve => signal.addEventListener('abort', resolve, {once: true}));
      await server.close();
    },
    {quiet: true}
  );
}

function portNumber(text: string): number {
  const port = wholeNumber('--port', 0)(text);
  if (port <= 65535) return port;
  throw new UsageError(`Expected --port to be at most 65535, got "${text}".`);
}
