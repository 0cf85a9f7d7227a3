// Makes the pages of reports/findings from committed run records: `npm run findings` all of them with their list and the
// front page reports/index.html, `npm run findings NAME…` some. With --check nothing is written, and files that are not
// what the records give are named.
// With --print each figure is written as PDF and PNG too, which are not kept under version control.
import {existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {dirname, join, relative, sep} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';

const MOST_BYTES = 20e6;
const GENERATED = /^[^/]+\/(index\.html|README\.md|(figures|tables)\/[^/]+(?<!\.pdf|\.png))$/;

const root = fileURLToPath(new URL('..', import.meta.url));
const findings = join(root, 'reports/findings');
const runs = join(root, 'reports/runs');
const bench = join(root, 'reports/bench');

const {values, positionals: names} = parseArgs({
  options: {check: {type: 'boolean'}, print: {type: 'boolean'}},
  allowPositionals: true
});
process.exitCode = await main();

async function main() {
  const {FindingError, makeFindings, printForms} = await import('@espalier/reports');
  let files;
  try {
    files = await makeFindings({findings, runs, bench, names});
  } catch (error) {
    if (!(error instanceof FindingError)) throw error;
    console.error(error.message);
    return 2;
  }
  const stale = staleFiles(files);
  if (values.check) return check(stale);
  for (const path of stale) write(path, files.get(path));
  if (values.print) {
    for (const file of files) for (const [path, bytes] of await printForms(file)) write(path, bytes);
  }
  console.log(stale.length === 0 ? 'Nothing has changed.' : `Written: ${stale.join(', ')}`);
  if (names.length > 0) console.log('The list of all findings and the front page are made by npm run findings.');
  return 0;
}

/** Paths whose file is missing, differs, or is not made any more. */
function staleFiles(files) {
  const there = filesUnder(findings).map(path => relative(findings, path).split(sep).join('/'));
  const isMeant = path => names.length === 0 || names.includes(path.split('/')[0]);
  const left = there.filter(path => GENERATED.test(path) && isMeant(path) && !files.has(path));
  const changed = [...files].filter(([path, text]) => read(path) !== text);
  return [...changed.map(([path]) => path), ...left].sort();
}

function check(stale) {
  const bytes = filesUnder(runs).reduce((sum, path) => sum + statSync(path).size, 0);
  if (bytes > MOST_BYTES) {
    console.error(
      `Expected reports/runs to hold less than ${MOST_BYTES / 1e6} MB, got ${(bytes / 1e6).toFixed(1)} MB.`
    );
  }
  if (stale.length > 0) {
    console.error(
      `Not what the records give: ${stale.map(path => join('reports/findings', path)).join(', ')}. Run npm run findings.`
    );
  }
  return stale.length > 0 || bytes > MOST_BYTES ? 1 : 0;
}

function write(path, content) {
  if (content === undefined) {
    rmSync(join(findings, path));
    return;
  }
  mkdirSync(dirname(join(findings, path)), {recursive: true});
  writeFileSync(join(findings, path), content);
}

/** Undefined where there is no such file. */
function read(path) {
  const file = join(findings, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function filesUnder(folder) {
  return readdirSync(folder, {withFileTypes: true, recursive: true}).flatMap(entry =>
    entry.isFile() ? [join(entry.parentPath ?? entry.path, entry.name)] : []
  );
}
