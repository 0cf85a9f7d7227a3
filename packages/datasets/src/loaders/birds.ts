import {join} from 'node:path';
import type {OfficialData} from '../archives/archive.ts';
import {DataError} from '../dataError.ts';
import type {DataSource, StoredImages} from '../dataSource.ts';
import type {LabeledFile} from '../formats/imageFolderFiles.ts';
import {officialFolder} from './officialFolder.ts';
import {lookUp, readPairs} from './readLines.ts';

const official: OfficialData = {
  title: 'CUB-200-2011',
  page: 'https://data.caltech.edu/records/65de6-vp158',
  terms: 'for non-commercial research and education; the photographs belong to their makers.',
  counts: {train: 5994, test: 5794},
  archives: [
    {
      file: 'CUB_200_2011.tgz',
      bytes: 1_150_585_339,
      md5: '97eceeb196236b17998738112f37df78',
      sha256: '0c685df5597a8b24909f6a7c9db6d11e008733779a671760afef78feb49bf081',
      url: 'https://data.caltech.edu/records/65de6-vp158/files/CUB_200_2011.tgz',
      into: '.'
    }
  ]
};

/**
 * Birds of 200 species, with the split that the archive gives.
 *
 * Source: Wah, Branson, Welinder, Perona and Belongie, The Caltech-UCSD Birds-200-2011 Dataset, CNS-TR-2011-001.
 */
export const birds: DataSource<StoredImages> = {
  name: 'birds-200',
  summary: 'photographs of birds (CUB-200-2011), 224 × 224 × 3, 200 classes; 5,994 + 5,794 from the official archive',
  license: 'non-commercial research',
  official,
  async read({dataDir}) {
    const marks = ['images.txt', 'image_class_labels.txt', 'train_test_split.txt', 'classes.txt', 'images'];
    const folder = await officialFolder({name: 'birds-200', official, marks, below: ['.', 'CUB_200_2011']}, dataDir);
    const [images, labels, splits, classes] = marks.slice(0, 4).map(file => join(folder, file));
    const names = await readPairs(classes!);
    const labelOf = await readPairs(labels!);
    const splitOf = await readPairs(splits!);
    const parts: Readonly<Record<string, LabeledFile[]>> = {1: [], 0: []};
    for (const [id, path] of await readPairs(images!)) {
      const label = Number(lookUp(labelOf, id, labels!)) - 1;
      if (!(Number.isInteger(label) && label >= 0 && label < names.size)) {
        throw new DataError(
          `Expected ${labels} to give image ${id} a class from 1 to ${names.size}, got ${label + 1}.`
        );
      }
      const part = parts[lookUp(splitOf, id, splits!)];
      if (!part) throw new DataError(`Expected ${splits} to say 1 (train) or 0 (test) of image ${id}, got another.`);
      part.push({file: join(folder, 'images', path), label});
    }
    return {
      kind: 'images',
      name: 'birds-200',
      folder,
      classes: names.size,
      classNames: Array.from({length: names.size}, (_, i) => lookUp(names, String(i + 1), classes!)),
      train: parts[1]!,
      test: parts[0]!,
      size: 224
    };
  }
};
