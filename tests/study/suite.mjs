import {spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const ownBin = join(root, 'packages', 'cli', 'bin', 'espalier.js');

/** `espalier init`, and its study with the packages as npm would install them, far from the repository. */
export const suite = {
  name: 'study',
  missing: () => (run('npm', ['ping'], root).status === 0 ? undefined : 'the npm registry does not answer'),
  run: runChecks
};

function runChecks() {
  const folder = mkdtempSync(join(tmpdir(), 'espalier-study-'));
  let passed = 0;
  try {
    for (const [name, check] of CHECKS) {
      const why = complaintOf(() => check(folder));
      console.log(`${why ? 'FAIL' : 'ok  '} study ${name}${why ? `: ${why}` : ''}`);
      // Each builds on those before.
      if (why) break;
      passed++;
    }
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
  return {passed, failed: passed === CHECKS.length ? 0 : 1};
}

const CHECKS = [
  ['is written, and installs from packed packages', installs],
  ['has a tensor engine that is as fast as that of the repository', startsEngine],
  ['has a criterion that fulfils what all must', checksCriterion],
  ['plans, sweeps to the bytes of the repository, and has nothing to do the second time', sweeps],
  ['has a report, a status and a comparison', looks]
];

function installs(folder) {
  mustRun(process.execPath, [ownBin, 'init', 'my-study'], folder);
  mustRun('npm', ['pack', '--workspaces', '--pack-destination', folder], root);
  const archives = readdirSync(folder).filter(name => name.endsWith('.tgz'));
  const path = join(folder, 'my-study', 'package.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  // In place of versions on a registry: what is asked for by version is found among these.
  const packed = archives.map(name => [name.replace(/^espalier-(.*)-\d+\.\d+\.\d+\.tgz$/, '@espalier/$1'), name]);
  const wanted = Object.keys(manifest.dependencies).filter(name => !packed.some(([one]) => one === name));
  if (wanted.length > 0) throw new Error(`Expected ${wanted.join(', ')} to be packed.`);
  manifest.dependencies = Object.fromEntries(packed.map(([name, file]) => [name, `file:../${file}`]));
  writeFileSync(path, JSON.stringify(manifest));
  mustRun('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund'], study(folder));
}

function startsEngine(folder) {
  const engineOf = json => JSON.parse(json).engine.name;
  const [theirs, ours] = [inStudy(folder, 'doctor', '--json'), mustRun(process.execPath, [ownBin, 'doctor', '--json'])];
  if (engineOf(theirs) !== engineOf(ours)) throw new Error(`Expected ${engineOf(ours)}, got ${engineOf(theirs)}.`);
}

function checksCriterion(folder) {
  const said = inStudy(folder, 'criteria', '--plugin', 'criteria/taylorSquare.ts', '--check');
  if (!said.includes('ok      taylor-square: ')) throw new Error(`Expected laws to be checked, got ${said}`);
}

function sweeps(folder) {
  const plan = JSON.parse(inStudy(folder, 'sweep', 'study.yaml', '-n', '--json'));
  if (plan.runs.length !== 9) throw new Error(`Expected 9 runs, got ${plan.runs.length}.`);
  inStudy(folder, 'sweep', 'study.yaml');
  mustRun(process.execPath, [ownBin, 'sweep', 'study.yaml', '--runs', '../runs'], study(folder));
  for (const {id} of plan.runs) {
    const [theirs, ours] = [study(folder), folder].map(place =>
      readFileSync(join(place, 'runs', 'study', id, 'result.json'), 'utf8')
    );
    if (theirs !== ours) throw new Error(`Expected the same result.json of ${id}.`);
  }
  const again = run('npx', ['espalier', 'sweep', 'study.yaml'], study(folder));
  if (again.status !== 0 || !again.stderr.includes('9 runs: 9 finished, nothing to run')) throw new Error(again.stderr);
}

function looks(folder) {
  inStudy(folder, 'report');
  if (!existsSync(join(study(folder), 'runs', 'study', 'report', 'report.html'))) throw new Error('Expected a report.');
  const {sweeps} = JSON.parse(inStudy(folder, 'status', '--json'));
  if (sweeps[0].counts.finished !== 9) throw new Error('Expected 9 finished runs.');
  if (!/taylor-square +3 /.test(inStudy(folder, 'compare', 'study')))
    throw new Error('Expected groups of three seeds.');
}

const study = folder => join(folder, 'my-study');

const inStudy = (folder, ...args) => mustRun('npx', ['espalier', ...args], study(folder));

function mustRun(program, args, cwd = root) {
  const {status, stdout, stderr} = run(program, args, cwd);
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with code ${status}: ${stderr.trim()}`);
  return stdout;
}

function run(program, args, cwd) {
  return spawnSync(program, args, {cwd, encoding: 'utf8', maxBuffer: 1 << 26});
}

function complaintOf(check) {
  try {
    check();
  } catch (error) {
    return error.message;
  }
}
