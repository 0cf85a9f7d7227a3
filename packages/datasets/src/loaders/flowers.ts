import {join} from 'node:path';
import type {Archive, OfficialData} from '../archives/archive.ts';
import {DataError} from '../dataError.ts';
import type {DataSource, StoredImages} from '../dataSource.ts';
import type {LabeledFile} from '../formats/imageFolderFiles.ts';
import {matNumbers, readMat} from '../formats/mat.ts';
import {readBytes} from '../readBytes.ts';
import {officialFolder} from './officialFolder.ts';

const ADDRESS = 'https://www.robots.ox.ac.uk/~vgg/data/flowers/102/';

const archive = (file: string, facts: Omit<Archive, 'file' | 'url'>): Archive => ({
  file,
  url: `${ADDRESS}${file}`,
  ...facts
});

const official: OfficialData = {
  title: 'Oxford Flowers-102',
  page: ADDRESS,
  terms: 'none stated; for research. The photographs belong to their makers.',
  counts: {train: 1020, validation: 1020, test: 6149},
  archives: [
    archive('102flowers.tgz', {
      bytes: 344_862_509,
      md5: '52808999861908f626f3c1f4e79d11fa',
      sha256: '2d01ecc807db462958cfe3d92f57a8c252b4abd240eb955770201e45f783b246',
      into: '.'
    }),
    archive('imagelabels.mat', {
      bytes: 502,
      md5: 'e0620be6f572b9609742df49c70aed4d',
      sha256: '4903e94206bac23bf772aadf06451916df56b58fc483a62db32a97b82656651d'
    }),
    archive('setid.mat', {
      bytes: 14_989,
      md5: 'a5357ecc9cb78c4bef273ce3793fc85c',
      sha256: '46b8678f91fd95d3c8f4feab80d271a6c834a1dd896fe29fd3e6ad9ce5c8dccd'
    })
  ]
};

/**
 * Flowers of 102 kinds, with the three splits that the archive gives. Many papers train on train and validation
 * together (`trainOn: train+validation`).
 *
 * Source: Nilsback and Zisserman, Automated Flower Classification over a Large Number of Classes, ICVGIP 2008.
 */
export const flowers: DataSource<StoredImages> = {
  name: 'flowers-102',
  summary: 'photographs of flowers (Oxford), 224 × 224 × 3, 102 classes; 1,020 + 1,020 + 6,149 from the official files',
  license: 'none stated; for research',
  official,
  async read({dataDir}) {
    const marks = ['imagelabels.mat', 'setid.mat', 'jpg'];
    const folder = await officialFolder({name: 'flowers-102', official, marks, below: ['.', '102flowers']}, dataDir);
    const [labelFile, splitFile] = [join(folder, 'imagelabels.mat'), join(folder, 'setid.mat')];
    const labels = matNumbers(readMat(await readBytes(labelFile), labelFile), 'labels', labelFile);
    const bad = labels.findIndex(label => !(Number.isInteger(label) && label >= 1));
    if (labels.length === 0 || bad >= 0) {
      throw new DataError(`Expected ${labelFile} to have class numbers from 1 on, got ${labels[bad] ?? 'none'}.`);
    }
    const ids = readMat(await readBytes(splitFile), splitFile);
    const split = (name: string): LabeledFile[] =>
      Array.from(matNumbers(ids, name, splitFile), id => {
        const label = labels[id - 1];
        if (label !== undefined) return {file: join(folder, 'jpg', imageName(id)), label: label - 1};
        throw new DataError(`Expected ${name} of ${splitFile} to have images from 1 to ${labels.length}, got ${id}.`);
      });
    const classes = labels.reduce((most, label) => Math.max(most, label), 0);
    return {
      kind: 'images',
      name: 'flowers-102',
      folder,
      classes,
      classNames: Array.from({length: classes}, (_, i) => String(i + 1)),
      train: split('trnid'),
      validation: split('valid'),
      test: split('tstid'),
      size: 224,
      note: 'Classes have numbers only.'
    };
  }
};

function imageName(id: number): string {
  return `image_${String(id).padStart(5, '0')}.jpg`;
}
