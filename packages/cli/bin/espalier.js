#!/usr/bin/env node
import {existsSync} from 'node:fs';

const main = new URL('../dist/main.js', import.meta.url);
if (existsSync(main)) {
  await (await import(main.href)).main(process.argv.slice(2));
} else {
  process.stderr.write('espalier: not built yet. Run `npm run setup` in its folder once.\n');
  process.exitCode = 3;
}
