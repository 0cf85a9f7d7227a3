// A page that runs a network and its pruned copy side by side: `npm run demo:browser [-- WHOLE PRUNED] [--data fashion-mnist]
// [--port 0]`. The models are layers models; without them, vgg-xs is trained on 2,000 images and pruned to a quarter of its
// FLOPs first. The folder runs/demo-browser/site then holds the page as plain files for any web server.
import {spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {serveFiles} from '../serveFiles.mjs';
import {buildSite} from './buildSite.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const home = join(root, 'runs', 'demo-browser');
const DATA = 'fashion-mnist';

const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {data: {type: 'string', default: DATA}, port: {type: 'string', default: '0'}}
});
process.exitCode = await main();

async function main() {
  if (positionals.length === 1 || positionals.length > 2) {
    console.error(`Expected the folders of two layers models, or none, got ${positionals.join(', ')}.`);
    return 2;
  }
  const [whole, pruned] = positionals.length > 0 ? positionals : await ownModels();
  if (pruned === undefined) return 1;
  const site = join(home, 'site');
  await buildSite(site, {whole, pruned, data: values.data});
  const {url} = await serveFiles({'/': `${site}/`}, {port: Number(values.port)});
  console.log(`${url} shows both networks; its files are in ${site}. Ctrl-C ends it.`);
  return 0;
}

/** The folders of two models of our own, made at the first call. */
async function ownModels() {
  const [whole, out] = [join(home, 'whole'), join(home, 'pruned')];
  if (!existsSync(whole)) {
    const {trainModel} = await import('./trainModel.mjs');
    await trainModel(whole, DATA);
  }
  if (!existsSync(out)) {
    const pace = ['--step', '8', '--updates', '10', '--final-updates', '200', '--lr', '0.001'];
    const args = ['prune', whole, '--data', DATA, '--until', 'flops=0.25', ...pace, '--out', out];
    console.log(`$ espalier ${args.join(' ')}`);
    const {status} = spawnSync(process.execPath, [join(root, 'packages/cli/bin/espalier.js'), ...args], {
      stdio: 'inherit'
    });
    if (status !== 0) return [];
  }
  return [whole, join(out, 'model')];
}
