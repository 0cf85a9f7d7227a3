import {readdir} from 'node:fs/promises';
import {join} from 'node:path';
import type {OfficialData} from '../archives/archive.ts';
import {DataError} from '../dataError.ts';
import type {DataSource, StoredImages} from '../dataSource.ts';
import {foldersIn, listClasses, type LabeledFile} from '../formats/imageFolderFiles.ts';
import {imagenetLabels} from './imagenetLabels.ts';
import {officialFolder} from './officialFolder.ts';

const official: OfficialData = {
  title: 'ImageNet ILSVRC2012',
  page: 'https://image-net.org/challenges/LSVRC/2012/',
  terms: 'those of access at image-net.org: for non-commercial research and education.',
  counts: {train: 1_281_167, test: 50_000},
  archives: [
    {file: 'ILSVRC2012_img_train.tar', md5: '1d675b47d978889d74fa0da5fadfb00e', into: 'train', nested: true},
    {file: 'ILSVRC2012_img_val.tar', md5: '29b22e2961454d5413ddabcf34fc5622', into: 'val'},
    {file: 'ILSVRC2012_devkit_t12.tar.gz', md5: 'fa75699e90414af021442c21a62c3abf', into: '.'}
  ]
};

/**
 * ImageNet's thousand classes: `train/<wnid>/`, and `val/<wnid>/` or `val/` flat with the development kit; or Kaggle's
 * layout. The official validation images are the test split, since those of the official test split have no labels.
 *
 * A class's index is the rank of its WordNet number, as in torchvision and Keras, not its ILSVRC2012_ID.
 *
 * Source: Russakovsky et al., ImageNet Large Scale Visual Recognition Challenge, IJCV 2015.
 */
export const imagenet: DataSource<StoredImages> = {
  name: 'imagenet',
  summary: 'ImageNet ILSVRC2012, 224 × 224 × 3, 1,000 classes; 1,281,167 + 50,000 from the official archives',
  license: 'non-commercial research',
  official,
  async read({dataDir}) {
    const below = ['.', 'ILSVRC/Data/CLS-LOC', 'Data/CLS-LOC'];
    const folder = await officialFolder({name: 'imagenet', official, marks: ['train', 'val'], below}, dataDir);
    const wnids = await foldersIn(join(folder, 'train'));
    const other = wnids.find(wnid => !/^n\d{8}$/.test(wnid));
    if (wnids.length === 0 || other !== undefined) {
      const got = other ?? 'none';
      throw new DataError(`Expected ${join(folder, 'train')} to have a folder a class (n01440764 …), got ${got}.`);
    }
    const kit = await imagenetLabels(folder);
    const train = (await listClasses(join(folder, 'train'), wnids)).flat();
    return {
      kind: 'images',
      name: 'imagenet',
      folder,
      classes: wnids.length,
      classNames: wnids.map(wnid => kit?.names.get(wnid) ?? wnid),
      train,
      test: await listTest(folder, wnids, kit?.truth),
      size: 224,
      note: 'The test split is the official validation split.'
    };
  }
};

async function listTest(
  folder: string,
  wnids: readonly string[],
  truth: ((names: readonly string[]) => readonly string[]) | undefined
): Promise<LabeledFile[]> {
  const val = join(folder, 'val');
  if ((await foldersIn(val)).length > 0) return (await listClasses(val, wnids)).flat();
  const names = (await readdir(val)).filter(name => /^ILSVRC2012_val_\d{8}\.JPEG$/.test(name)).sort();
  if (!truth || names.length === 0) {
    const got = names.length === 0 ? 'no images' : 'images without labels';
    throw new DataError(
      `Expected ${val} to have a folder a class, or ILSVRC2012_val_….JPEG files and beside it ILSVRC2012_devkit_t12/ ` +
        `or LOC_val_solution.csv, got ${got}.`
    );
  }
  return truth(names).map((wnid, i) => {
    const label = wnids.indexOf(wnid);
    if (label >= 0) return {file: join(val, names[i]!), label};
    throw new DataError(`Expected the class of ${names[i]} to have a folder in train, got ${wnid}, which has none.`);
  });
}
