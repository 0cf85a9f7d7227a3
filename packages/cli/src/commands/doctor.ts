import type {Command} from 'commander';
import {SilentExit} from '../errors/SilentExit.ts';
import {examples} from '../help/examples.ts';
import {jsonOption, quietOption} from '../options/shared.ts';
import {printJson} from '../output/printJson.ts';
import {printText} from '../output/printText.ts';

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('which tensor engine runs, its versions, and what to do for a faster one')
    .option('--install', 'make the native engine first')
    .addOption(jsonOption())
    .addOption(quietOption())
    .addHelpText('after', examples('espalier doctor', 'espalier doctor --install'))
    .action(doctor);
}

async function doctor({install, json, quiet}: {install?: boolean; json?: boolean; quiet?: boolean}): Promise<void> {
  if (install) await (await import('../doctor/installEngine.ts')).installEngine({quiet});
  const [{examine}, {doctorText}] = await Promise.all([
    import('../doctor/examine.ts'),
    import('../doctor/doctorText.ts')
  ]);
  const document = await examine();
  if (json) printJson(document);
  else printText(doctorText(document));
  if (document.error !== undefined) {
    process.stderr.write(`espalier: ${document.error}\n`);
    throw new SilentExit(3);
  }
}
