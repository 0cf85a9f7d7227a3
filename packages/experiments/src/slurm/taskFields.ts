import {slurm} from './command.ts';

/** What `scontrol show job` says of one task, by the names of its fields. */
export type TaskFields = Readonly<Record<string, string>>;

/** Asks the controller about a task, `123_4`; nothing where it does not answer or no longer knows it. */
export async function taskFields(task: string): Promise<TaskFields | undefined> {
  const said = await slurm('scontrol', ['show', 'job', '--oneliner', task]);
  return said.ok ? parseTaskFields(said.stdout) : undefined;
}

/** Reads one line of `scontrol show job --oneliner`. Values with spaces are cut at the first. */
export function parseTaskFields(text: string): TaskFields {
  const [line = ''] = text.split('\n');
  return Object.fromEntries(
    Array.from(line.matchAll(/(?:^| )([A-Z]\w*)=(\S*)/g), ([, key = '', value = '']) => [key, value])
  );
}
