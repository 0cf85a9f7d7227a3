// Draws the figures of the committed bench records into reports/output/bench: `node bench/figures.mjs`.
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {scaling} from '../reports/dist/index.js';

const here = path => fileURLToPath(new URL(`../reports/${path}`, import.meta.url));
const record = JSON.parse(readFileSync(process.argv[2] ?? here('bench/scaling.json'), 'utf8'));
const out = process.argv[3] ?? here('output/bench');

mkdirSync(out, {recursive: true});
for (const quantity of ['time', 'memory']) {
  const {name, draw} = scaling({record, quantity});
  writeFileSync(`${out}/${name}.svg`, draw());
  console.log(`${out}/${name}.svg`);
}
