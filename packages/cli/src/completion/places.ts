import type {Argument, Option} from 'commander';

/** What kind of value stands at a place of a command line. */
export interface Place {
  readonly what: What;
  /** Several, joined by commas. */
  readonly list?: boolean;
  readonly choices?: readonly string[];
}

export type What =
  | 'choice'
  | 'command'
  | 'criterion'
  | 'data'
  | 'file'
  | 'folder'
  | 'key'
  | 'model'
  | 'nothing'
  | 'run'
  | 'status'
  | 'sweep';

const OPTIONS: Readonly<Record<string, Place>> = {
  '--criteria': {what: 'criterion', list: true},
  '--criterion': {what: 'criterion'},
  '--data': {what: 'data'},
  '--status': {what: 'status', list: true},
  '--by': {what: 'key', list: true}
};

const ARGUMENTS: Readonly<Record<string, What>> = {
  data: 'data',
  dir: 'folder',
  file: 'file',
  folder: 'folder',
  history: 'file',
  model: 'model',
  oracle: 'file',
  other: 'model',
  run: 'run',
  runs: 'run',
  scores: 'file',
  sweep: 'sweep',
  sweeps: 'sweep'
};

/** The option's choices, else what its name or placeholder tells. */
export function placeOfOption({long = '', flags, argChoices}: Option): Place {
  if (argChoices) return {what: 'choice', choices: argChoices};
  const placeholder = /[<[]([^>\]]+)[>\]]$/.exec(flags)?.[1] ?? '';
  return (
    OPTIONS[long] ?? {what: placeholder === 'folder' ? 'folder' : placeholder.startsWith('file') ? 'file' : 'nothing'}
  );
}

export function placeOfArgument(argument: Argument): Place {
  if (argument.argChoices) return {what: 'choice', choices: argument.argChoices};
  return {what: ARGUMENTS[argument.name()] ?? 'nothing'};
}
