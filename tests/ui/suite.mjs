import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {findBrowser} from '../browser/browser.mjs';
import {openBrowserPage} from './browserPage.mjs';
import {checks} from './checks.mjs';
import {fillStore} from './madeUpStore.mjs';

const bin = fileURLToPath(new URL('../../packages/cli/bin/espalier.js', import.meta.url));

/** The page of `espalier ui` in a real browser, on a store of 10,000 runs and on a sweep that is under way. */
export const suite = {
  name: 'ui',
  installedByCi: true,
  missing: () => (findBrowser() ? undefined : 'no Chromium; apt-get install chromium, or name one in ESPALIER_BROWSER'),
  run
};

async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'espalier-ui-'));
  const root = join(folder, 'runs');
  fillStore(root);
  const ui = await startUi(root);
  const page = await openBrowserPage(findBrowser());
  let passed = 0;
  let gone = false;
  const open = async hash => {
    await page.go('about:blank');
    await page.go(`${ui.url}${hash}`);
  };
  const stop = async () => {
    gone = true;
    const code = await ui.stop();
    if (code !== 130) throw new Error(`espalier ui ended with exit code ${code} at Ctrl-C`);
  };
  try {
    for (const [name, check] of checks) {
      page.complaints.length = 0;
      const why = await check({page, open, stop, url: ui.url, root, folder}).then(
        () => complaint(page.complaints, gone),
        error => String(error.message)
      );
      console.log(`${why ? 'FAIL' : 'ok  '} espalier ui ${name}${why ? `: ${why}` : ''}`);
      if (!why) passed++;
    }
  } finally {
    await page.close();
    await ui.stop();
    rmSync(folder, {recursive: true, force: true, maxRetries: 5, retryDelay: 200});
  }
  return {passed, failed: checks.length - passed};
}

/** Whatever the page throws, logs or was refused is a fault of its own, but for answers that a check asks for in vain. */
function complaint(complaints, gone) {
  return gone ? undefined : complaints.find(text => !/status of 4\d\d/.test(text));
}

/** The real command on a free port. `stop` is Ctrl-C, and gives the exit code. */
async function startUi(root) {
  const child = spawn(process.execPath, [bin, 'ui', '--runs', root], {stdio: ['ignore', 'pipe', 'pipe']});
  let said = '';
  child.stderr.on('data', chunk => (said += chunk));
  const ended = new Promise(resolve => child.once('close', resolve));
  const url = await new Promise((resolve, reject) => {
    child.stdout.on('data', chunk => resolve(String(chunk).trim()));
    ended.then(code => reject(new Error(`espalier ui ended with exit code ${code}: ${said}`)));
  });
  const stop = () => {
    child.kill('SIGINT');
    return ended;
  };
  return {url, stop};
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const {passed, failed} = await run();
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
