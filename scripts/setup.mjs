// Makes a clone ready to use: dependencies, build, native engine. Quick when there is nothing to do, safe to interrupt
// and to run twice at once. Only Node's own modules until `npm ci` has run.
import {spawn} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {withLock} from '../packages/backend/src/lock.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const stampPath = join(root, 'node_modules', '.espalier-setup.json');

/** A failure with its remedy in one line; the process ends with code 3. */
class SetupError extends Error {}

/**
 * Does whatever set-up is still missing.
 *
 * @param {{readonly quiet?: boolean}} [options]
 */
export async function ensureSetUp({quiet = false} = {}) {
  const say = quiet ? () => undefined : line => process.stderr.write(`${line}\n`);
  checkNode();
  await withLock(
    `setup ${root}`,
    async () => {
      await ensureDependencies(say, quiet);
      await ensureBuilt(say);
      await ensureEngine(say, quiet);
    },
    {onWait: () => say('Another set-up of this folder is under way; waiting for it.')}
  );
}

function checkNode() {
  if (Number(process.versions.node.split('.')[0]) >= 20) return;
  throw new SetupError(
    `Expected Node.js 20 or newer, got ${process.versions.node}. Install a current one (nodejs.org).`
  );
}

async function ensureDependencies(say, quiet) {
  const lock = digest(readFileSync(join(root, 'package-lock.json')));
  // Both: the stamp tells an interrupted install, the look at the folders tells one that somebody took apart.
  if (readStamp().lock === lock && dependenciesMatch()) return;
  if (!dependenciesMatch()) {
    say('Installing the dependencies (npm ci) …');
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const shown = !quiet && process.stderr.isTTY;
    const {code, output} = await run(npm, ['ci', '--no-audit', '--no-fund'], shown);
    if (code !== 0) {
      throw new SetupError(
        `npm ci failed${lastLine(output)}. Check the network and the npm registry (npm ping), then run this again.`
      );
    }
    say('Dependencies are installed.');
  }
  writeStamp({lock});
}

/** Whether somebody's own `npm install` has already brought what package-lock.json asks for. npm writes its list last. */
function dependenciesMatch() {
  try {
    const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
    const found = JSON.parse(readFileSync(join(root, 'node_modules', '.package-lock.json'), 'utf8')).packages;
    return Object.entries(wanted).every(
      ([path, {version, optional, link}]) =>
        !path.includes('node_modules/') ||
        optional ||
        ((link ? found[path]?.link : found[path]?.version === version) && existsSync(join(root, path)))
    );
  } catch {
    return false;
  }
}

async function ensureBuilt(say) {
  const projects = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8')).references.map(({path}) => path);
  const page = join(root, 'reports', 'dist', 'page', 'main.js');
  const built = existsSync(page) && projects.every(path => existsSync(join(root, path, '..', 'dist', '.tsbuildinfo')));
  const build = digest(sourceFiles().map(describe).join('\n'));
  if (built && readStamp().build === build) return;
  say('Building …');
  // Nothing counts as built while this runs, or when it fails: tsc leaves its own marks all the same.
  writeStamp({...readStamp(), build: undefined});
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const {code, output} = await run(process.execPath, [tsc, '-b']);
  if (code !== 0) throw new SetupError(`The build (tsc -b) failed:\n${output.trim()}`);
  const bundle = await run(process.execPath, [join(root, 'reports', 'ui', 'bundle.mjs')]);
  if (bundle.code !== 0) throw new SetupError(`Bundling the page of espalier ui failed:\n${bundle.output.trim()}`);
  writeStamp({...readStamp(), build});
}

/** Everything that the build reads: sources without tests, and its settings. */
function sourceFiles() {
  const packages = readdirSync(join(root, 'packages')).map(name => join(root, 'packages', name));
  const skipped = new Set(['node_modules', 'dist', 'output', 'findings']);
  const walk = folder =>
    readdirSync(folder, {withFileTypes: true}).flatMap(entry => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return skipped.has(entry.name) ? [] : walk(path);
      return /\.([cm]?[jt]s|json|css|html|svg)$/.test(entry.name) && !/\.test\.ts$|test-results/.test(entry.name)
        ? [path]
        : [];
    });
  const sources = packages.map(folder => join(folder, 'src')).filter(folder => existsSync(folder));
  const settings = [root, ...packages].flatMap(folder =>
    readdirSync(folder)
      .filter(name => /^(tsconfig.*|package)\.json$/.test(name))
      .map(name => join(folder, name))
  );
  return [...sources, join(root, 'reports')].flatMap(walk).concat(settings);
}

function describe(path) {
  const {size, mtimeMs} = statSync(path);
  return `${path} ${size} ${mtimeMs}`;
}

async function ensureEngine(say, quiet) {
  const dist = pathToFileURL(join(root, 'packages', 'backend', 'dist', '/')).href;
  const {ensureNative} = await import(`${dist}native/ensureNative.js`);
  const {fallbackNotice} = await import(`${dist}fallbackNotice.js`);
  const progress = progressLine(say, quiet);
  const {installed, reason} = await ensureNative({
    onProgress: progress.show,
    onWait: () => say('Another process is installing native TensorFlow; waiting for it.')
  });
  progress.end();
  if (!installed && reason) say(fallbackNotice('wasm', reason));
}

/** One line that is written over on a terminal; one line a stage elsewhere. */
function progressLine(say, quiet) {
  const overwrite = !quiet && process.stderr.isTTY;
  let stage = '';
  let shownAt = 0;
  return {
    show({stage: now, what, done, total}) {
      const verb = {download: 'Downloading', unpack: 'Unpacking', compile: 'Compiling'}[now];
      const title = `${verb} ${what}${now === 'compile' ? ' (about 10 s)' : ''} …`;
      const isNew = title !== stage;
      stage = title;
      if (!overwrite) return isNew && say(title);
      if (!isNew && Date.now() - shownAt < 200) return undefined;
      shownAt = Date.now();
      const amount = done ? ` ${megabytes(done)}${total ? ` of ${megabytes(total)}` : ''} MB` : '';
      return process.stderr.write(`\r\x1b[K${title}${amount}`);
    },
    end() {
      if (stage && overwrite) process.stderr.write('\r\x1b[K');
      if (stage) say('Native TensorFlow: done.');
    }
  };
}

const megabytes = bytes => Math.round(bytes / 1e6);

function readStamp() {
  try {
    return JSON.parse(readFileSync(stampPath, 'utf8'));
  } catch {
    return {};
  }
}

function writeStamp(stamp) {
  writeFileSync(`${stampPath}.new`, JSON.stringify(stamp));
  renameSync(`${stampPath}.new`, stampPath);
}

function digest(content) {
  return createHash('sha256').update(content).digest('hex').slice(0, 16);
}

/** Runs a program in the root folder; what it says is shown at once or returned. */
function run(program, args, shown = false) {
  return new Promise((resolve, reject) => {
    const stdio = shown ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'];
    const child = spawn(program, args, {cwd: root, stdio, shell: program.endsWith('.cmd')});
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', chunk => (output += chunk));
    child.once('error', error => reject(new SetupError(`${program} could not be run: ${error.message}`)));
    child.once('close', code => resolve({code, output}));
  });
}

function lastLine(output) {
  const line = output
    .split('\n')
    .filter(text => /npm (error|ERR!) /.test(text) && !/log/.test(text))
    .find(text => !/ code E/.test(text));
  return line ? ` (${line.replace(/npm (error|ERR!)\s*/, '').trim()})` : '';
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await ensureSetUp({quiet: process.argv.includes('--quiet')});
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 3;
  }
}
