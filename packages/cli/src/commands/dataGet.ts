import type {Command} from 'commander';
import {examples} from '../help/examples.ts';
import {jsonOption} from '../options/shared.ts';
import {count} from '../output/formatNumber.ts';
import {printJson} from '../output/printJson.ts';
import {printText} from '../output/printText.ts';
import {createProgress} from '../progress/progress.ts';
import {publishedSource} from './publishedSource.ts';

const DOING = {check: 'checking', download: 'downloading', unpack: 'unpacking'} as const;

export function addDataGet(data: Command): void {
  data
    .command('get')
    .description('download what can be had without an account, verify it, and unpack it where it lies')
    .argument('<data>', 'registered name')
    .argument('<folder>', 'where the archives lie or go')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples('espalier data get flowers-102 ~/data/flowers', 'espalier data get imagenet /data/imagenet')
    )
    .action(get);
}

async function get(name: string, folder: string, {json}: {json?: boolean}): Promise<void> {
  const {getData} = await import('@espalier/datasets');
  const progress = createProgress();
  let title = '';
  const source = await publishedSource(name);
  const archives = await getData(source, folder, {
    onArchive(doing, {file}) {
      title = `${DOING[doing]} ${file}`;
      progress.say(title);
    },
    onBytes: (bytes, of) => of !== undefined && progress.update(title, bytes, of)
  }).finally(() => {
    progress.stop();
  });
  if (json) {
    printJson({format: 'espalier.data-get/1', name, folder, archives});
    return;
  }
  printText(
    archives
      .map(({file, downloaded, written, kept}) => {
        const unpacked = written + kept > 0 ? `; ${count(written)} files unpacked, ${count(kept)} were there` : '';
        return `${file}: ${downloaded ? 'downloaded' : 'was there'}${unpacked}`;
      })
      .join('\n')
  );
}
