import {CommanderError} from 'commander';
import {SilentExit} from './SilentExit.ts';

/** What a user is told about an error, and the exit code of the command. */
export interface Explanation {
  /** Absent where everything has been said already. */
  readonly message?: string;
  readonly exitCode: number;
}

/** Exit codes by the name of an error: packages that may be loaded late cannot be asked for their classes here. */
const EXIT_CODES: ReadonlyMap<string, number> = new Map([
  ['UsageError', 2],
  ['ConfigError', 2],
  ['DataError', 2],
  ['ModelError', 2],
  ['RecordError', 2],
  ['CriterionError', 2],
  ['TargetError', 2],
  ['StructureError', 2],
  ['ReplayError', 2],
  ['NonFiniteError', 2],
  ['EngineError', 3],
  ['PackageError', 3],
  ['SlurmError', 3],
  ['TrackingError', 3],
  ['TrainingError', 1],
  ['RemovalError', 1],
  ['Interrupted', 130]
]);

const IN_WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'no permission',
  EPERM: 'no permission',
  EISDIR: 'a folder',
  ENOTDIR: 'a file where a folder should be',
  EEXIST: 'something that is there already',
  EROFS: 'a file system that cannot be written to',
  ENOSPC: 'a full disk',
  EMFILE: 'too many open files'
};

/** The machine's fault rather than the user's. */
const ENVIRONMENT = new Set(['ENOSPC', 'EMFILE', 'ENFILE', 'EDQUOT']);

/** Says in one message what went wrong. Everything that has no name here is a bug of ours, and said to be one. */
export function explainError(error: unknown): Explanation {
  if (error instanceof SilentExit) return {exitCode: error.exitCode};
  if (error instanceof CommanderError) return explainUsage(error);
  const exitCode = error instanceof Error ? EXIT_CODES.get(error.name) : undefined;
  if (error instanceof Error && exitCode !== undefined) return {message: error.message, exitCode};
  const fault = systemFault(error);
  if (fault) return fault;
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    message: `${what}\nThis is a bug in espalier; run again with ESPALIER_DEBUG=1 for the stack.`,
    exitCode: 1
  };
}

/** Help and version have printed what they were asked for; the rest loses commander's "error: ". */
function explainUsage({code, exitCode, message}: CommanderError): Explanation {
  if (exitCode === 0) return {exitCode};
  if (code === 'commander.help') return {exitCode: 2};
  const text = sentence(message.replace(/^error: /, '').replace(/\n\((.*)\)$/, '. $1'));
  const remedy = code === 'commander.unknownCommand' ? ' `espalier --help` lists the commands.' : '';
  return {message: `${text}${remedy}`, exitCode: 2};
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/([^.?!])$/, '$1.')}`;
}

/** A file that cannot be read or written, also as the cause of another error. */
function systemFault(error: unknown): Explanation | undefined {
  if (!(error instanceof Error)) return undefined;
  const {code, path} = error as NodeJS.ErrnoException;
  const words = code === undefined ? undefined : IN_WORDS[code];
  if (code === undefined || words === undefined) return systemFault(error.cause);
  const exitCode = ENVIRONMENT.has(code) ? 3 : 2;
  return {message: `Expected ${path ?? 'a file'} to be usable, got ${words} (${code}).`, exitCode};
}
