import {execFileSync} from 'node:child_process';
import {createRequire} from 'node:module';
import {fileURLToPath} from 'node:url';
import {withLock} from '@espalier/backend';

/** Brings the built code up to date: these tests run the real command. */
export async function setup(): Promise<void> {
  const root = fileURLToPath(new URL('../../../..', import.meta.url));
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const run = (...args: readonly string[]) => execFileSync(process.execPath, args, {cwd: root, stdio: 'inherit'});
  await withLock(`setup ${root}`, () => [run(tsc, '-b'), run('reports/ui/bundle.mjs')]);
}
