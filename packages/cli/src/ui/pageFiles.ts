import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {HttpError} from './HttpError.ts';

const FILES: Readonly<Record<string, readonly [name: string, type: string]>> = {
  '/': ['index.html', 'text/html; charset=utf-8'],
  '/main.js': ['main.js', 'text/javascript; charset=utf-8'],
  '/style.css': ['style.css', 'text/css; charset=utf-8'],
  '/icon.svg': ['icon.svg', 'image/svg+xml']
};

const require = createRequire(import.meta.url);

/** A file of the page itself, which set-up bundles; nothing where the path is another. Throws an HttpError. */
export async function pageFile(path: string): Promise<{readonly type: string; readonly body: Buffer} | undefined> {
  const [name, type] = FILES[path] ?? [];
  if (name === undefined || type === undefined) return undefined;
  try {
    return {type, body: await readFile(require.resolve(`@espalier/reports/page/${name}`))};
  } catch {
    throw new HttpError(500, `Expected the page to be built, got no ${name}. Run \`npm run setup\` once.`);
  }
}
