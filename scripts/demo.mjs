// What `npm run demo` runs after set-up: a small sweep on real images, then its report. Everything is done by the
// espalier command, so each step can be repeated by hand. A second start finds the runs finished and goes to the report.
import {spawn} from 'node:child_process';
import {join, relative} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const espalier = join(root, 'packages', 'cli', 'bin', 'espalier.js');
const experiment = join('packages', 'experiments', 'configs', 'demo.yaml');
const report = join('runs', 'demo', 'report');

const INTRODUCTION = `
Espalier demo: which criterion finds the filters that matter?

  1  Train a small network on 2,000 images of clothes (Fashion-MNIST), three times from different seeds.
  2  Rank its filters by every criterion, and measure the oracle: how the loss really changes without each filter.
  3  Prune each network step by step by five criteria, fine-tuning in between: 15 runs.
  4  Draw the figures and compare with what the paper says (Molchanov et al., 2017).

It takes a few minutes, far longer where there is no native engine. Ctrl-C stops it safely; npm run demo goes on from there.
`;

let stopping = false;
// The terminal sends Ctrl-C to the whole process group: the command at work stops in its own good time.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => (stopping = true));

process.exitCode = await demo();

async function demo() {
  const started = Date.now();
  console.log(INTRODUCTION);
  for (const args of [
    ['sweep', experiment],
    ['report', 'demo', '--out', report]
  ]) {
    console.log(`$ espalier ${args.join(' ')}`);
    const code = await run(args);
    if (stopping || code === 130 || code === 143) {
      console.log('\nStopped. What is finished is kept: npm run demo goes on from there.');
      return code || 130;
    }
    if (code !== 0) {
      console.log(
        `\nThe demo stopped: espalier ${args[0]} ended with exit code ${code}. What went wrong is said above.`
      );
      return code;
    }
    console.log('');
  }
  conclude((Date.now() - started) / 1000);
  return 0;
}

/** @param {readonly string[]} args */
function run(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [espalier, ...args], {cwd: root, stdio: 'inherit'});
    // Ctrl-C reaches the child by itself; a SIGTERM to this process alone has to be passed on.
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}

/** @param {number} seconds */
function conclude(seconds) {
  const time =
    seconds < 60 ? `${Math.round(seconds)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
  const page = relative(process.cwd(), join(root, report, 'report.html'));
  console.log(`Done in ${time}. Open ${page} in a browser: figures, tables and verdicts, with how each was made.`);
  console.log(`
Next:
  npx espalier ls demo                               the runs
  npx espalier sweep ${experiment} prune.updates=20 --name longer
  README.md                                          a criterion of your own in ten lines`);
}
