import {appendFile} from 'node:fs/promises';
import {join} from 'node:path';

/** What a run says: `stdout.log` for what goes well, `stderr.log` for what does not. */
export interface RunLog {
  say(line: string): void;
  complain(text: string): void;
  /** Waits until all is written. */
  close(): Promise<void>;
}

/** Opens the logs in each of the folders: the run's go on through all attempts, an attempt's hold its own part. */
export async function openRunLog(folders: readonly string[]): Promise<RunLog> {
  const append = async (name: string, text: string) => {
    await Promise.all(folders.map(folder => appendFile(join(folder, name), text)));
  };
  await append('stdout.log', '');
  await append('stderr.log', '');
  let last = Promise.resolve();
  const enqueue = (name: string, text: string) => {
    // A log that cannot be written must not end a run.
    last = last.then(() => append(name, `${text}\n`)).catch(() => undefined);
  };
  return {
    say: line => {
      enqueue('stdout.log', line);
    },
    complain: text => {
      enqueue('stderr.log', text);
    },
    close: () => last
  };
}
