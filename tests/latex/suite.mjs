import {spawnSync} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, relative} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const FOLDERS = ['reports/findings', 'reports/output'];
const FIGURE = 'reports/output/made-up/accuracy-flops.svg';
const ENGINES = ['pdflatex', 'tectonic'];

/** Every table of a committed page compiles in LaTeX, and so does a figure of ours in PDF. */
export const suite = {
  name: 'latex',
  installedByCi: true,
  missing: () =>
    findEngine() ? undefined : 'no LaTeX; apt-get install texlive-latex-base texlive-latex-recommended, or tectonic',
  run
};

async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'espalier-latex-'));
  try {
    const files = FOLDERS.flatMap(texFiles);
    const inputs = files.map(file => [relative(root, file), `\\input{${file}}`]);
    const {printForms} = await import('../../reports/dist/index.js');
    for (const [path, bytes] of await printForms(['figure.svg', readFileSync(join(root, FIGURE), 'utf8')]))
      writeFileSync(join(folder, path), bytes);
    const figures = ['figure.pdf', 'figure.png'].map(file => [file, `\\includegraphics[width=\\linewidth]{${file}}`]);
    return check([...inputs, ...figures], folder);
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

/** One document of them all, each told when it is done and on a page of its own; errors are told with file and line. */
function check(inputs, folder) {
  const body = inputs.map(([name, command]) => `${command}\\clearpage\\typeout{done ${name}}`);
  const head = ['\\documentclass{article}', '\\usepackage{booktabs,graphicx}', '\\begin{document}'];
  writeFileSync(join(folder, 'all.tex'), [...head, ...body, '\\end{document}', ''].join('\n'));
  const {stdout, stderr} = compile(folder);
  const said = (stdout + stderr).replaceAll('\r', '');
  const found = inputs.map(([name], i) => {
    const before = i === 0 ? 0 : said.indexOf(`done ${inputs[i - 1][0]}\n`);
    const end = said.indexOf(`done ${name}\n`);
    const own = said.slice(Math.max(0, before), end === -1 ? undefined : end);
    const error = /^(\S+:\d+: .*|! .*|error: .*)$/m.exec(own)?.[0];
    return [name, end === -1 ? (error ?? `not compiled: ${own.slice(-300)}`) : error];
  });
  for (const [name, error] of found) if (error) console.log(`FAIL ${name}: ${error}`);
  const failed = found.filter(([, error]) => error).length;
  console.log(`${found.length - failed} tables and figures compile in LaTeX`);
  return {passed: found.length - failed, failed};
}

function compile(cwd) {
  const engine = findEngine();
  const options =
    engine === 'tectonic'
      ? ['--print', 'all.tex']
      : ['-interaction=nonstopmode', '-file-line-error', '-no-shell-escape', 'all.tex'];
  const env = {...process.env, max_print_line: '10000'};
  return spawnSync(engine, options, {cwd, env, encoding: 'utf8', maxBuffer: 1e8});
}

function findEngine() {
  return ENGINES.find(name => spawnSync(name, ['--version'], {stdio: 'ignore'}).status === 0);
}

function texFiles(folder) {
  return readdirSync(join(root, folder), {withFileTypes: true, recursive: true})
    .filter(entry => entry.isFile() && entry.name.endsWith('.tex'))
    .map(entry => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const {passed, failed} = await run();
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
