import type {Command} from 'commander';
import type {ArchiveState, DataCheck} from '@espalier/datasets';
import {SilentExit} from '../errors/SilentExit.ts';
import {examples} from '../help/examples.ts';
import {jsonOption} from '../options/shared.ts';
import {count} from '../output/formatNumber.ts';
import {printJson} from '../output/printJson.ts';
import {printText} from '../output/printText.ts';
import {textTable} from '../output/textTable.ts';
import {createProgress} from '../progress/progress.ts';
import {publishedSource} from './publishedSource.ts';

export function addDataVerify(data: Command): void {
  data
    .command('verify')
    .description('compare archives and what was unpacked from them with what is published')
    .argument('<data>', 'registered name')
    .argument('<folder>', 'where the archives lie')
    .option('--decode', 'decode every image, too')
    .addOption(jsonOption())
    .addHelpText('after', examples('espalier data verify birds-200 ~/data/birds --decode'))
    .action(verify);
}

async function verify(name: string, folder: string, options: {decode?: boolean; json?: boolean}): Promise<void> {
  const {verifyData} = await import('@espalier/datasets');
  const progress = createProgress();
  const source = await publishedSource(name);
  const check = await verifyData(source, folder, {
    decode: options.decode,
    onArchive: file => progress.update(`checking ${file}`, 0, 1),
    onImage: (images, of) => progress.update('decoding images', images, of)
  }).finally(() => {
    progress.stop();
  });
  if (options.json) printJson({format: 'espalier.data-check/1', name, folder, ...check});
  else printText(checkText(check));
  if (!check.ok) throw new SilentExit(2);
}

function checkText({archives, splits = [], problem, unreadable, ok}: DataCheck): string {
  const rows = [
    ...archives.map(archive => [archive.file, ...describeArchive(archive)]),
    ...splits.map(({split, images, expected}) => [
      split,
      expected === undefined || images === expected ? 'ok' : 'differs',
      `${count(images)}${expected === undefined ? '' : ` of ${count(expected)}`} images`
    ])
  ];
  const decoded = unreadable && `${count(unreadable.of - unreadable.count)} of ${count(unreadable.of)} images decode.`;
  const named = unreadable?.first.map(({file, reason}) => `  ${file}: ${reason}`) ?? [];
  const more = (unreadable?.count ?? 0) > named.length ? ['  …'] : [];
  const lines = [decoded, ...named, ...more, problem].filter(line => line !== undefined);
  return [
    textTable([{header: 'what'}, {header: 'state'}, {header: 'found', prose: true}], rows),
    ...(lines.length > 0 ? [lines.join('\n')] : []),
    ok ? 'Everything that is there is as published.' : 'Not as published.'
  ].join('\n\n');
}

function describeArchive(archive: ArchiveState): [string, string] {
  if (archive.state === 'absent') return ['absent', ''];
  if (archive.state === 'differs') return ['differs', `${archive.got}; expected ${archive.expected}`];
  const size = `${count(archive.bytes)} bytes`;
  return archive.state === 'ok' ? ['ok', `${size}, by ${archive.checked}`] : ['unchecked', size];
}
