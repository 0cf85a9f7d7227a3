import {spawn} from 'node:child_process';

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', '']
};

/** Opens an address in the user's browser, and says so where that cannot be done. */
export async function openBrowser(url: string): Promise<void> {
  const [program, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...args, url], {stdio: 'ignore', detached: true});
  await new Promise<void>(resolve => {
    child.once('spawn', resolve);
    child.once('error', error => {
      process.stderr.write(`Could not open a browser (${error.message}). Open ${url} yourself.\n`);
      resolve();
    });
  });
  child.unref();
}
