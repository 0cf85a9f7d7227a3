// Fills the generated parts of the Markdown pages, so that no number in them is typed: what stands between
// `<!-- from FILE -->` and `<!-- /from -->` is replaced by the table in FILE. `node scripts/docs.mjs [--check]`.
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {format, resolveConfig} from 'prettier';

const root = fileURLToPath(new URL('..', import.meta.url));
const PAGES = ['README.md', 'bench/README.md', 'packages/backend/README.md', 'packages/experiments/README.md'];
const BLOCK = /(<!-- from (\S+) -->\n)[\s\S]*?(<!-- \/from -->)/g;

const check = process.argv.includes('--check');
const stale = [];
for (const page of PAGES) {
  const path = join(root, page);
  const before = readFileSync(path, 'utf8');
  const filled = before.replace(BLOCK, (_all, open, file, close) => `${open}\n${tableOf(file)}\n\n${close}`);
  const after = await format(filled, {...(await resolveConfig(path)), filepath: path});
  if (after === before) continue;
  if (!check) writeFileSync(path, after);
  stale.push(page);
}
if (check && stale.length > 0) {
  console.error(`Generated parts of ${stale.join(', ')} are stale: run node scripts/docs.mjs`);
  process.exitCode = 1;
}

/** The rows of a Markdown table file, without its heading. A bench that nobody has run yet has none. */
function tableOf(file) {
  if (file.startsWith('reports/bench/') && !existsSync(join(root, file))) return 'Not measured yet.';
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  return lines.filter(line => line.startsWith('|')).join('\n');
}
