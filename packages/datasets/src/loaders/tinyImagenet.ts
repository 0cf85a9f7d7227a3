import {join} from 'node:path';
import type {OfficialData} from '../archives/archive.ts';
import {DataError} from '../dataError.ts';
import type {DataSource, StoredImages} from '../dataSource.ts';
import {listClasses} from '../formats/imageFolderFiles.ts';
import {officialFolder} from './officialFolder.ts';
import {readLines, readPairs} from './readLines.ts';

const official: OfficialData = {
  title: 'Tiny ImageNet',
  page: 'http://cs231n.stanford.edu/',
  terms: 'as ImageNet: for non-commercial research and education; the photographs belong to their makers.',
  counts: {train: 100_000, test: 10_000},
  archives: [
    {
      file: 'tiny-imagenet-200.zip',
      bytes: 248_100_043,
      url: 'http://cs231n.stanford.edu/tiny-imagenet-200.zip',
      into: '.'
    }
  ]
};

/**
 * 200 classes of ImageNet at 64 × 64. The official validation images are the test split, since those of the official
 * test split have no labels. A class's index is the rank of its WordNet number.
 *
 * Source: Le and Yang, Tiny ImageNet Visual Recognition Challenge, Stanford CS231N, 2015.
 */
export const tinyImagenet: DataSource<StoredImages> = {
  name: 'tiny-imagenet',
  summary: '200 classes of ImageNet, 64 × 64 × 3; 100,000 + 10,000 from the official archive',
  license: 'non-commercial research',
  official,
  async read({dataDir}) {
    const marks = ['wnids.txt', 'words.txt', 'train', 'val/val_annotations.txt'];
    const wanted = {name: 'tiny-imagenet', official, marks, below: ['.', 'tiny-imagenet-200']};
    const folder = await officialFolder(wanted, dataDir);
    const wnids = (await readLines(join(folder, 'wnids.txt'))).sort();
    const words = await readPairs(join(folder, 'words.txt'));
    const train = await Promise.all(
      wnids.map(async (wnid, label) => {
        const [files] = await listClasses(join(folder, 'train', wnid), ['images'], /_boxes\.txt$/);
        return files!.map(({file}) => ({file, label}));
      })
    );
    const annotations = join(folder, 'val/val_annotations.txt');
    const test = (await readLines(annotations)).map((line, i) => {
      const [file, wnid] = line.split('\t');
      const label = wnids.indexOf(wnid ?? '');
      if (file && label >= 0) return {file: join(folder, 'val/images', file), label};
      throw new DataError(
        `Expected line ${i + 1} of ${annotations} to be a file and a class of wnids.txt, got "${line.slice(0, 40)}".`
      );
    });
    return {
      kind: 'images',
      name: 'tiny-imagenet',
      folder,
      classes: wnids.length,
      classNames: wnids.map(wnid => words.get(wnid)?.split(', ')[0] ?? wnid),
      train: train.flat(),
      test,
      size: 64,
      note: 'The test split is the official validation split.'
    };
  }
};
