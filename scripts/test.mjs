// What `npm test` runs after set-up: format, types, lint and tests of every package, then the optional suites. The last
// line is `N passed, N failed`, with `, N skipped` where something was; the exit code is 0 only if something ran and
// nothing failed.
import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync, readdirSync, rmSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join, relative} from 'node:path';
import {fileURLToPath} from 'node:url';
import {stripVTControlCharacters} from 'node:util';
import {suite as bench} from '../tests/bench/suite.mjs';
import {suite as browser} from '../tests/browser/suite.mjs';
import {suite as browserDemo} from '../tests/demo/suite.mjs';
import {suite as latex} from '../tests/latex/suite.mjs';
import {suite as mlflow} from '../tests/mlflow/suite.mjs';
import {suite as realNetworks} from '../tests/networks/suite.mjs';
import {suite as pythonReference} from '../tests/reference/suite.mjs';
import {suite as ui} from '../tests/ui/suite.mjs';
import {suite as slurm} from '../tests/slurm/suite.mjs';
import {suite as study} from '../tests/study/suite.mjs';
import {disksSuite as tortureOfDisks, suite as torture} from '../tests/torture/suite.mjs';

const OPTIONAL_SUITES = [
  bench,
  pythonReference,
  browser,
  browserDemo,
  ui,
  realNetworks,
  latex,
  mlflow,
  slurm,
  study,
  torture,
  tortureOfDisks
];
const TARGETS = ['typecheck', 'lint', 'test'];

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);
const onCi = /^(1|true)$/i.test(process.env.CI ?? '');
const total = {passed: 0, failed: 0, skipped: 0};
const failures = [];
const started = Date.now();

add('format', checkFormat());
add('generated pages', checkPages('scripts/docs.mjs'));
add('findings', checkPages('scripts/findings.mjs'));
const tasks = runTargets();
// Behind Nx, whose graph the rule on imports reads.
add('lint scripts and tests', checkScripts());
for (const project of projects()) {
  for (const target of TARGETS) add(`${target} ${project.name}`, countTarget(project, target));
}
for (const suite of OPTIONAL_SUITES) add(suite.name, await runSuite(suite));
conclude();

function add(name, count) {
  for (const key of Object.keys(total)) total[key] += count[key] ?? 0;
  if (count.failed > 0) failures.push(count.reason ? `${name}: ${count.reason}` : name);
}

/** Numbers in the pages are those of the committed records. */
function checkPages(script) {
  const {status} = spawnSync(process.execPath, [join(root, script), '--check'], {stdio: 'inherit'});
  return status === 0 ? {passed: 1} : {failed: 1, reason: `node ${script} mends it`};
}

/** One for the whole repository. */
function checkFormat() {
  const prettier = join(root, 'node_modules/prettier/bin/prettier.cjs');
  const {status} = spawnSync(process.execPath, [prettier, '--check', '.'], {cwd: root, stdio: 'inherit'});
  return status === 0 ? {passed: 1} : {failed: 1, reason: 'npm run format mends it'};
}

/** What lies outside every package, and so outside Nx's lint. */
function checkScripts() {
  const eslint = join(root, 'node_modules/eslint/bin/eslint.js');
  const {status} = spawnSync(
    process.execPath,
    [eslint, 'scripts', 'tests', 'bench', 'eslint.config.js', 'vitest.shared.ts'],
    {
      cwd: root,
      stdio: 'inherit'
    }
  );
  return status === 0 ? {passed: 1} : {failed: 1};
}

/** Exit code of each task by id. Nx writes them to run.json in its cache folder, which is therefore fixed here. */
function runTargets() {
  const cache = join(root, '.nx/cache');
  const env = {...process.env, NX_DAEMON: 'false', NX_CACHE_DIRECTORY: cache};
  for (const {folder} of projects()) rmSync(join(folder, 'test-results.json'), {force: true});
  rmSync(join(cache, 'run.json'), {force: true});
  const options = ['--parallel=2', '--nxBail=false', '--outputStyle=stream'];
  const nx = [require.resolve('nx/bin/nx.js'), 'run-many', '-t', ...TARGETS, ...options];
  spawnSync(process.execPath, nx, {cwd: root, stdio: 'inherit', env});
  if (!existsSync(join(cache, 'run.json'))) return new Map();
  const run = JSON.parse(readFileSync(join(cache, 'run.json'), 'utf8'));
  return new Map(run.tasks.map(({taskId, status}) => [taskId, status]));
}

function projects() {
  const folders = readdirSync(join(root, 'packages')).map(name => join(root, 'packages', name));
  return [...folders, join(root, 'reports')]
    .filter(folder => existsSync(join(folder, 'package.json')))
    .map(folder => ({folder, name: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).name}));
}

/** Type checks and lint count as one each, tests as many as ran; a task that never came to run is a failure. */
function countTarget({folder, name}, target) {
  const status = tasks.get(`${name}:${target}`);
  const verdict = status === 0 ? {passed: 1, failed: 0} : {passed: 0, failed: 1, reason: status ?? 'did not run'};
  if (target !== 'test') return verdict;
  const path = join(folder, 'test-results.json');
  if (status === undefined || !existsSync(path)) return {failed: 1, reason: `no ${relative(root, path)}; did not run`};
  const report = JSON.parse(readFileSync(path, 'utf8'));
  const count = {...countTests(report), reason: failedTests(report)};
  const unexplained = status !== 0 && count.failed === 0;
  return unexplained ? {...count, failed: 1, reason: `exit code ${status} though every test passed`} : count;
}

/** A file that fails without a failing test of its own (it did not load, say) counts as one failure. */
function countTests(report) {
  const files = report.testResults.map(({status, assertionResults}) => {
    const failed = assertionResults.filter(test => test.status === 'failed').length;
    return {
      passed: assertionResults.filter(test => test.status === 'passed').length,
      failed: failed === 0 && status === 'failed' ? 1 : failed
    };
  });
  const sum = key => files.reduce((before, file) => before + file[key], 0);
  const count = {passed: sum('passed'), failed: sum('failed')};
  const skipped = report.numPendingTests + report.numTodoTests;
  return count.passed + count.failed === 0 ? {failed: 1, reason: 'no test ran'} : {...count, skipped};
}

/** Which tests failed and with what, told once more at the end, where whoever sees only the end looks. */
function failedTests({testResults}) {
  const told = testResults.flatMap(({name, status, message, assertionResults}) => {
    const failed = assertionResults.filter(test => test.status === 'failed');
    const lines = failed.map(test => `${test.fullName}: ${firstLines(test.failureMessages[0])}`);
    const silent = status === 'failed' && failed.length === 0 ? [firstLines(message)] : [];
    return [...lines, ...silent].map(line => `\n  ${relative(root, name)}: ${line}`);
  });
  return told.join('');
}

function firstLines(message = '') {
  const lines = stripVTControlCharacters(message).split('\n');
  return lines
    .filter(line => !/^\s+at /.test(line))
    .slice(0, 8)
    .join('\n    ');
}

/** Where continuous integration installs what a suite needs, going without is a failure there. */
async function runSuite({name, installedByCi, missing, run}) {
  const reason = await missing();
  if (!reason) return run();
  console.log(`skipped: ${name} (${reason})`);
  return onCi && installedByCi ? {failed: 1, reason: `${reason}; .ci/run installs it`} : {skipped: 1};
}

function conclude() {
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(`\n${seconds} s`);
  for (const failure of failures) console.log(`failed: ${failure}`);
  if (total.passed === 0 && total.failed === 0) console.log('failed: no test ran');
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
  process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
}
