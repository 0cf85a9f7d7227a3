import {CommanderError} from 'commander';
import {describe, expect, it} from 'vitest';
import {explainError} from './explainError.ts';
import {SilentExit} from './SilentExit.ts';

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), {name});
}

describe('an error', () => {
  it('has the exit code of its kind', () => {
    const codes = ['ConfigError', 'DataError', 'ModelError', 'CriterionError', 'TargetError', 'UsageError'];
    for (const name of codes) expect(explainError(named(name, 'why'))).toEqual({message: 'why', exitCode: 2});
    expect(explainError(named('EngineError', 'why')).exitCode).toBe(3);
    expect(explainError(named('TrainingError', 'why')).exitCode).toBe(1);
    expect(explainError(named('Interrupted', 'why')).exitCode).toBe(130);
    expect(explainError(new SilentExit(143))).toEqual({exitCode: 143});
  });

  it('of the file system names the file, also as a cause', () => {
    const cause = Object.assign(new Error('ENOSPC: no space'), {code: 'ENOSPC', path: '/full/x.json'});
    const wrapped = new Error('Could not write /full/x.json', {cause});
    expect(explainError(wrapped)).toEqual({
      message: 'Expected /full/x.json to be usable, got a full disk (ENOSPC).',
      exitCode: 3
    });
  });

  it('that nobody expected is said to be a bug', () => {
    expect(explainError(new TypeError('x is not a function'))).toEqual({
      message:
        'TypeError: x is not a function\nThis is a bug in espalier; run again with ESPALIER_DEBUG=1 for the stack.',
      exitCode: 1
    });
  });

  it('of usage reads as a sentence with its remedy', () => {
    const error = new CommanderError(
      1,
      'commander.unknownOption',
      "error: unknown option '--ot'\n(Did you mean --out?)"
    );
    expect(explainError(error)).toEqual({message: "Unknown option '--ot'. Did you mean --out?", exitCode: 2});
    expect(explainError(new CommanderError(0, 'commander.version', '0.1.0'))).toEqual({exitCode: 0});
  });
});
