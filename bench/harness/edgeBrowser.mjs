import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {serveFiles} from '../../scripts/serveFiles.mjs';
import {findBrowser} from '../../tests/browser/browser.mjs';
import {openBrowserPage} from '../../tests/ui/browserPage.mjs';

const require = createRequire(import.meta.url);
const dist = name => join(dirname(require.resolve(`${name}/package.json`)), 'dist');
const own = file => fileURLToPath(new URL(`../edge/${file}`, import.meta.url));

/** A page in a real browser that answers as a worker of layers models does; they lie below `folder`. Undefined without one. */
export async function startBrowserSide(name, folder) {
  const browser = findBrowser();
  if (!browser) return undefined;
  const wasm = dist('@tensorflow/tfjs-backend-wasm');
  const server = await serveFiles({
    '/': own('page.html'),
    '/passes.mjs': own('passes.mjs'),
    '/tf.min.js': join(dist('@tensorflow/tfjs'), 'tf.min.js'),
    '/tf-backend-wasm.min.js': join(wasm, 'tf-backend-wasm.min.js'),
    '/wasm/': `${wasm}/`,
    '/models/': `${folder}/`
  });
  const page = await openBrowserPage(browser);
  await page.go(server.url);
  await page.until('window.act !== undefined');
  const version = `${await page.evaluate('navigator.userAgent.match(/Chrome\\/[0-9.]+/)[0]')}, ${await page.evaluate('version')}`;
  const act = (action, options) => page.evaluate(`act(${JSON.stringify(action)}, ${JSON.stringify(options)})`);
  const ask = (action, options) => act(action, action === 'load' ? withUrls(options, folder) : options);
  const stop = () => {
    server.close();
    return page.close();
  };
  return {name, hello: {version}, ask, stop};
}

/** Paths of models as the page reaches them. */
function withUrls({paths}, folder) {
  const url = path => `/models/${path.slice(folder.length + 1)}/model.json`;
  return {paths: Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, url(path)]))};
}
