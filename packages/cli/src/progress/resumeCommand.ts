import {quoted} from '../output/quoted.ts';

/** The command that this process was started by, ready to be pasted. Starting it again goes on. */
export function resumeCommand(args: readonly string[] = process.argv.slice(2)): string {
  return ['espalier', ...args].map(quoted).join(' ');
}
