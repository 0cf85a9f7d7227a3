import {basename} from 'node:path';
import {findProgram, pythons} from './findProgram.ts';
import {run} from './run.ts';

/** The first command that really runs pip (a Python without pip is common), or nothing. */
export async function findPip(): Promise<readonly [string, ...string[]] | undefined> {
  for (const name of pythons) {
    const program = findProgram([name]);
    if (!program) continue;
    const command = basename(program).startsWith('python') ? ([program, '-m', 'pip'] as const) : ([program] as const);
    const works = await run(command[0], [...command.slice(1), '--version']).then(
      () => true,
      () => false
    );
    if (works) return command;
  }
  return undefined;
}
