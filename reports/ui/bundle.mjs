// Bundles the page of `espalier ui` into dist/page/, after `tsc -b`: one script, one style sheet, nothing from elsewhere.
import {cp, mkdir, readFile, readdir, rename, writeFile} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {THEME} from '../dist/pages/style.js';

const here = file => fileURLToPath(new URL(file, import.meta.url));
const out = here('../dist/page/');

const [{script, licenses}, style] = await Promise.all([bundleScript(), bundleStyle()]);
await mkdir(out, {recursive: true});
await replace('style.css', style);
await replace('licenses.txt', licenses);
for (const name of ['index.html', 'icon.svg']) await cp(here(name), `${out}${name}`);
// The last one: set-up takes a page that has it for whole.
await replace('main.js', script);

async function bundleScript() {
  const {outputFiles, metafile} = await build({
    absWorkingDir: here('..'),
    entryPoints: [here('main.ts')],
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    // Sources, not builds, as everywhere in this repository.
    conditions: ['espalier-source'],
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning'
  });
  return {script: outputFiles[0].contents, licenses: await licensesOf(Object.keys(metafile.inputs))};
}

/** The licenses of what is in the bundle go along with it. */
async function licensesOf(inputs) {
  const packages = [...new Set(inputs.flatMap(path => path.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/) ?? []))].sort();
  const texts = packages.map(async path => {
    const folder = resolve(here('..'), path);
    const file = (await readdir(folder)).find(name => /^licen[cs]e/i.test(name));
    if (!file) throw new Error(`Expected a license in ${folder}, got none.`);
    return `${path.replace(/^.*node_modules\//, '')}\n\n${(await readFile(join(folder, file), 'utf8')).trim()}\n`;
  });
  return (await Promise.all(texts)).join('\n---\n\n');
}

async function bundleStyle() {
  return `${THEME}\n${await readFile(here('style.css'), 'utf8')}`;
}

/** A page that is open never reads half a file. */
async function replace(name, content) {
  await writeFile(`${out}${name}.new`, content);
  await rename(`${out}${name}.new`, `${out}${name}`);
}
