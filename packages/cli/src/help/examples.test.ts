import type {Command} from 'commander';
import {describe, expect, it} from 'vitest';
import {createProgram} from '../program.ts';

/** Commands that `--help` shows, by what is typed for them. */
function visibleCommands(command: Command, path = ''): readonly (readonly [string, Command])[] {
  const shown = command.createHelp().visibleCommands(command);
  return shown
    .filter(one => one.name() !== 'help')
    .flatMap(one => {
      const name = `${path}${one.name()}`;
      return one.commands.length > 0 ? visibleCommands(one, `${name} `) : [[name, one] as const];
    });
}

/** All that `--help` prints, with what was added behind it. */
function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({writeOut: part => (text += part)});
  command.outputHelp();
  return text;
}

function examplesIn(help: string): readonly string[] {
  const [, block = ''] = /\nExamples:\n((?: {2}\S.*\n?)+)$/.exec(help) ?? [];
  return block.split('\n').flatMap(line => (line.trim() === '' ? [] : [line.trim()]));
}

/** As a shell would take them apart, up to a redirection or a pipe. */
function wordsOf(line: string): readonly string[] {
  const words: readonly string[] = line.replace(/<\((.*)\)/, '$1').match(/'[^']*'|\S+/g) ?? [];
  const end = words.findIndex(word => word === '>' || word === '|');
  return words.slice(0, end < 0 ? undefined : end).map(word => word.replace(/^'(.*)'$/, '$1'));
}

/** Has commander read a command line, and does nothing. Gives the name of the command that was meant. */
async function parse(words: readonly string[]): Promise<string> {
  const program = createProgram();
  let name = '';
  const disarm = (command: Command, path: string) => {
    if (command.commands.length === 0)
      command.action(() => {
        name = path;
      });
    for (const one of command.commands) disarm(one, `${path} ${one.name()}`.trim());
  };
  disarm(program, '');
  await program.parseAsync(words, {from: 'user'});
  return name;
}

describe('examples in the help', () => {
  const commands = visibleCommands(createProgram());

  it('are of all commands', () => {
    expect(commands.length).toBeGreaterThan(25);
  });

  it.each(commands)('%s ends with some, which can be typed', async (name, command) => {
    const lines = examplesIn(helpOf(command));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) {
      const words = wordsOf(line);
      const start = words.indexOf('espalier');
      expect(start, line).toBeGreaterThanOrEqual(0);
      expect(await parse(words.slice(start + 1)), line).toBe(name);
    }
  });
});
