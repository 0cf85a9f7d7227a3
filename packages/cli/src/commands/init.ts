import {readFileSync} from 'node:fs';
import {basename, resolve} from 'node:path';
import type {Command} from 'commander';
import {UsageError} from '../errors/UsageError.ts';
import {examples} from '../help/examples.ts';
import {studyFiles} from '../init/studyFiles.ts';
import {writeStudy} from '../init/writeStudy.ts';
import {jsonOption} from '../options/shared.ts';
import {printJson} from '../output/printJson.ts';
import {printText} from '../output/printText.ts';
import {quoted} from '../output/quoted.ts';

export function addInit(program: Command): void {
  program
    .command('init')
    .description('begin a study of your own: an experiment file, a criterion, and what it takes to run them')
    .argument('<dir>', 'new or empty folder')
    .addOption(jsonOption())
    .addHelpText('after', examples('espalier init my-study'))
    .action(init);
}

async function init(folder: string, {json}: {json?: boolean}): Promise<void> {
  const files = studyFiles({name: packageName(basename(resolve(folder))), version: ownVersion()});
  await writeStudy(folder, files);
  const names = Object.keys(files);
  if (json) {
    printJson({format: 'espalier.study/1', folder: resolve(folder), files: names});
    return;
  }
  const next = [`cd ${quoted(folder)}`, 'npm install', 'npx espalier sweep study.yaml', 'npx espalier report'];
  printText(`Wrote ${names.join(', ')} to ${folder}. Next:\n\n${next.map(line => `  ${line}`).join('\n')}`);
}

/** A name that npm takes. Throws a UsageError where nothing is left of it. */
function packageName(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+|-+$/g, '');
  if (plain !== '') return plain.slice(0, 200);
  throw new UsageError(`Expected DIR to have a name with letters or digits, got "${name}".`);
}

function ownVersion(): string {
  const path = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(path, 'utf8')) as {readonly version: string}).version;
}
