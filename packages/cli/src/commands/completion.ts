import {Argument, type Command} from 'commander';
import {SCRIPTS, SHELLS, type Shell} from '../completion/scripts.ts';
import {examples} from '../help/examples.ts';
import {printText} from '../output/printText.ts';

const HOW = `
The script completes commands, options, and names: sweeps, runs, criteria, data sets, networks, files. It wants espalier to
be a command of your shell (npm install --global, or node_modules/.bin in PATH).`;

export function addCompletion(program: Command): void {
  program
    .command('completion')
    .description('a script that completes command lines with Tab, for your shell to read')
    .addArgument(new Argument('<shell>').choices(SHELLS))
    .addHelpText('after', HOW)
    .addHelpText('after', examples('source <(espalier completion bash)', 'espalier completion fish | source'))
    .action((shell: Shell) => {
      printText(SCRIPTS[shell]);
    });
  program
    .command('complete', {hidden: true})
    .description('what may stand next on a command line, for shells')
    .argument('[words...]', 'all words behind espalier; the last one is completed')
    .action(async (words: readonly string[]) => {
      const {answer} = await import('../completion/answer.ts');
      const {files, candidates} = await answer(program, words);
      const lines = candidates.map(({value, description = ''}) => `${value}\t${description}`.trimEnd());
      printText([files, ...lines].join('\n'));
    });
}
