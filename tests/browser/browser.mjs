import {spawn, spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The first browser that answers: ESPALIER_BROWSER, else Chromium or Chrome by their usual names. */
export function findBrowser() {
  const candidates = process.env.ESPALIER_BROWSER ? [process.env.ESPALIER_BROWSER] : NAMES;
  return candidates.find(name => spawnSync(name, ['--version'], {stdio: 'ignore'}).status === 0);
}

/** Opens a page without a window, in a profile of its own. `ended` tells how the browser ended, should it do so. */
export function openPage(browser, url) {
  const profile = mkdtempSync(join(tmpdir(), 'espalier-browser-'));
  const flags = ['--headless', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--disable-extensions'];
  // Chromium refuses to sandbox what root runs, as continuous integration does.
  if (process.getuid?.() === 0) flags.push('--no-sandbox');
  const child = spawn(browser, [...flags, `--user-data-dir=${profile}`, url], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe']
  });
  let said = '';
  child.stderr.on('data', chunk => (said = (said + chunk).slice(-2000)));
  const ended = new Promise(resolve => {
    child.once('error', error => resolve(String(error)));
    child.once('close', code => resolve(`exit code ${code}: ${said}`));
  });
  const close = async () => {
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // Ended by itself.
    }
    await ended;
    rmSync(profile, {recursive: true, force: true, maxRetries: 5, retryDelay: 200});
  };
  return {ended, close};
}
