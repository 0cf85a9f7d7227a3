import type {Command, Option} from 'commander';
import {placeOfArgument, placeOfOption, type Place} from './places.ts';

/** What may stand next on a command line, and in words what each is. */
export interface Candidate {
  readonly value: string;
  readonly description?: string;
}

/** Where the word under the cursor stands. */
export type Position =
  | {readonly kind: 'command'; readonly commands: readonly Candidate[]}
  | {readonly kind: 'option'; readonly options: readonly Candidate[]}
  | {readonly kind: 'value'; readonly place: Place; readonly prefix: string; readonly current: string}
  | {readonly kind: 'nothing'};

/** Finds what the last of the words behind the name of the program is: it may be empty, or not whole. */
export function positionOf(program: Command, words: readonly string[]): Position {
  const current = words.at(-1) ?? '';
  if (words[0] === 'help' && words.length === 2) return {kind: 'command', commands: commandsOf(program)};
  let command = program;
  let count = 0;
  let pending: Option | undefined;
  let literal = false;
  for (const word of words.slice(0, -1)) {
    if (pending) pending = undefined;
    else if (word === '--') literal = true;
    else if (!literal && word.startsWith('-')) pending = takesNext(command, word);
    else {
      const below = count === 0 ? command.commands.find(one => one.name() === word) : undefined;
      if (below) command = below;
      else count++;
    }
  }
  if (pending) return {kind: 'value', place: placeOfOption(pending), prefix: '', current};
  if (!literal && current.startsWith('-')) return atOption(command, current);
  if (command.commands.length > 0) {
    if (count > 0) return {kind: 'nothing'};
    return {kind: 'command', commands: commandsOf(command)};
  }
  const argument = command.registeredArguments[count] ?? command.registeredArguments.find(({variadic}) => variadic);
  if (!argument) return {kind: 'nothing'};
  return {kind: 'value', place: placeOfArgument(argument), prefix: '', current};
}

/** `--name=val` asks for a value, everything else with a dash for an option. */
function atOption(command: Command, current: string): Position {
  const [, name = '', value = ''] = /^(--[\w-]+)=(.*)$/s.exec(current) ?? [];
  const option = optionsOf(command).find(({long}) => long === name);
  if (option && (option.required || option.optional))
    return {kind: 'value', place: placeOfOption(option), prefix: `${name}=`, current: value};
  const options = optionsOf(command).map(one => ({value: one.long ?? one.flags, description: one.description}));
  return {kind: 'option', options};
}

/** The option that the next word is the value of. */
function takesNext(command: Command, word: string): Option | undefined {
  const option = optionsOf(command).find(({long, short}) => word === long || word === short);
  return option && (option.required || option.optional) ? option : undefined;
}

function optionsOf(command: Command): readonly Option[] {
  return command.createHelp().visibleOptions(command);
}

function commandsOf(command: Command): readonly Candidate[] {
  const shown = command.createHelp().visibleCommands(command);
  return shown.map(one => ({value: one.name(), description: one.description()}));
}
