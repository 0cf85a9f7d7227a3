import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {serveFiles} from '../../scripts/serveFiles.mjs';
import {findBrowser} from '../browser/browser.mjs';
import {openBrowserPage} from '../ui/browserPage.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));

/** The page that shows a network and its pruned copy, in a real browser. */
export const suite = {
  name: 'browser demo',
  installedByCi: true,
  missing: () => (findBrowser() ? undefined : 'no Chromium; apt-get install chromium, or name one in ESPALIER_BROWSER'),
  run
};

async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'espalier-demo-'));
  const made = spawnSync(process.execPath, [join(here, 'makeSite.mjs'), folder], {stdio: 'inherit'});
  if (made.status !== 0) return {failed: 1, reason: `makeSite.mjs ended with exit code ${made.status}`};
  const server = await serveFiles({'/': `${join(folder, 'site')}/`});
  const page = await openBrowserPage(findBrowser());
  try {
    await page.go(server.url);
    await page.until('document.body.dataset.done === "wasm"', 60_000);
    const why = await check(page, JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'))).then(
      () => page.complaints[0],
      error => error.message
    );
    console.log(`${why ? 'FAIL' : 'ok  '} browser demo${why ? `: ${why}` : ''}`);
    return why ? {passed: 0, failed: 1} : {passed: 1, failed: 0};
  } finally {
    await page.close();
    server.close();
    rmSync(folder, {recursive: true, force: true});
  }
}

/** What the page shows is what Espalier computes. */
async function check(page, expected) {
  const texts = selector => page.evaluate(`[...document.querySelectorAll('${selector}')].map(one => one.textContent)`);
  const classesOf = async name => (await texts(`#images .${name}`)).map(text => text.replace(/^\w+: |, \d+ %$/g, ''));
  for (const name of ['whole', 'pruned']) {
    same(`classes of the ${name} network`, await classesOf(name), expected[name].classes);
    const [time] = await texts(`#time-${name}`);
    if (!(Number(time) > 0)) throw new Error(`expected a time of the ${name} network, got ${time}`);
  }
  const [bytes, parameters] = [0, 1].map(row => `#sizes tr:nth-child(${row + 1}) td`);
  same('bytes', await texts(bytes), expected.bytes);
  same('parameters', await texts(parameters), expected.parameters);
  const ink = `[...document.querySelectorAll('canvas')].every(one =>
    new Set(one.getContext('2d').getImageData(0, 0, one.width, one.height).data).size > 8)`;
  same('pictures drawn', await page.evaluate(ink), true);
}

function same(what, found, wanted) {
  const [got, expected] = [found, wanted].map(value => JSON.stringify(value));
  if (got !== expected) throw new Error(`expected ${what} to be ${expected}, got ${got}`);
}
