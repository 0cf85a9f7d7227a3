import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {markdownTable} from './markdown.mjs';
import {targetRow} from './target.mjs';

/** Writes `<part>.json` and its table `<part>.md`. */
export function writeRecord(folder, record, table) {
  mkdirSync(folder, {recursive: true});
  writeFileSync(join(folder, `${record.part}.json`), `${JSON.stringify(record, null, 1)}\n`);
  writeFileSync(join(folder, `${record.part}.md`), `${table}\n`);
}

/** Writes `summary.md` from the targets of all records of the folder, in the order of `parts`. */
export function writeSummary(folder, parts) {
  mkdirSync(folder, {recursive: true});
  const files = new Set(readdirSync(folder));
  const records = parts
    .filter(part => files.has(`${part}.json`))
    .map(part => JSON.parse(readFileSync(join(folder, `${part}.json`), 'utf8')));
  const rows = records.flatMap(({targets = []}) => targets.map(targetRow));
  const table = markdownTable(['what', '>target', '>measured', '>95 % interval', 'met'], rows);
  writeFileSync(join(folder, 'summary.md'), `${table}\n`);
  return table;
}
