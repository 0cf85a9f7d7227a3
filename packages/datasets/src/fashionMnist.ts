import {createHash} from 'node:crypto';
import {join} from 'node:path';
import {DataError} from './dataError.ts';
import {dataFolder} from './dataFolder.ts';
import {checkCount, type DataSource, type StoredSplit} from './dataSource.ts';
import {findFullFile, type FullFile} from './fashionMnistFiles.ts';
import {readIdx} from './formats/idx.ts';
import {readUnpacked} from './readBytes.ts';

interface SplitFiles {
  readonly size: number;
  readonly images: FullFile;
  readonly labels: FullFile;
}

/** The committed cut; scripts/cutFashionMnist.mjs makes it and prints these digests. */
const CUT = {
  train: {
    size: 2000,
    images: ['train-images.idx.gz', '98052d42e4201ac7ba5b48ea9ca4cc46eba790fe12cecc925d69cf46ee5fd71c'],
    labels: ['train-labels.idx.gz', 'e026daf3d28b630d395bff264d45247706f43ecba7d4f48422cba6b6a30e22d3']
  },
  test: {
    size: 500,
    images: ['test-images.idx.gz', '0d2bf24781487e94378e62bbb42fb468da524ace873c0c87c6637e008eda40a5'],
    labels: ['test-labels.idx.gz', '2bed0e3790b2dac87cb49ca6718054c88d630c4060f2671b4e1557c9e0ca6621']
  }
} as const satisfies Record<string, SplitFiles>;

const FULL = {
  train: {
    size: 60_000,
    images: ['train-images-idx3-ubyte', 'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888'],
    labels: ['train-labels-idx1-ubyte', 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9']
  },
  test: {
    size: 10_000,
    images: ['t10k-images-idx3-ubyte', '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b'],
    labels: ['t10k-labels-idx1-ubyte', '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34']
  }
} as const satisfies Record<string, SplitFiles>;

/**
 * Clothes in grey, 28 × 28 × 1, ten classes. Up to 2,000 training and 500 test images come from the committed cut,
 * whose every prefix is balanced, whatever is installed; a split of more comes from the full files, in file order.
 *
 * Source: Xiao, Rasul and Vollgraf, arXiv:1708.07747.
 */
export const fashionMnist: DataSource = {
  name: 'fashion-mnist',
  summary: 'clothes in grey, 28 × 28 × 1, 10 classes; 2,000 + 500 committed, 60,000 + 10,000 with Debian’s package',
  license: 'MIT',
  async read({dataDir, train = CUT.train.size, test = CUT.test.size}) {
    checkCount(train, FULL.train.size, 'training examples of fashion-mnist');
    checkCount(test, FULL.test.size, 'test examples of fashion-mnist');
    return {
      name: 'fashion-mnist',
      shape: [28, 28, 1],
      classes: 10,
      classNames: [
        't-shirt',
        'trouser',
        'pullover',
        'dress',
        'coat',
        'sandal',
        'shirt',
        'sneaker',
        'bag',
        'ankle-boot'
      ],
      divisor: 255,
      train: await readSplit('train', train, dataDir),
      test: await readSplit('test', test, dataDir),
      note: `Train: ${origin('train', train)}. Test: ${origin('test', test)}.`
    };
  }
};

function origin(split: 'train' | 'test', count: number): string {
  const [cut, full] = [CUT[split].size, FULL[split].size];
  const [whole, source] = count <= cut ? [cut, 'class-balanced cut'] : [full, 'full files'];
  return count === whole ? `all ${count} images of the ${source}` : `the first ${count} images of the ${source}`;
}

async function readSplit(split: 'train' | 'test', count: number, dataDir?: string): Promise<StoredSplit> {
  if (count <= CUT[split].size) {
    const folder = dataFolder('fashion-mnist');
    const {images, labels} = CUT[split];
    return readPair([join(folder, images[0]), images[1]], [join(folder, labels[0]), labels[1]]);
  }
  const ask = `${split}: ${count} (the committed cut has ${CUT[split].size})`;
  const {images, labels} = FULL[split];
  return readPair(await findFullFile(images, ask, dataDir), await findFullFile(labels, ask, dataDir));
}

async function readPair(images: FullFile, labels: FullFile): Promise<StoredSplit> {
  const x = readIdx(await readChecked(images), {file: images[0], rank: 3});
  const y = readIdx(await readChecked(labels), {file: labels[0], rank: 1});
  return {x: x.data, y: Int32Array.from(y.data)};
}

async function readChecked([file, expected]: FullFile): Promise<Uint8Array> {
  const bytes = await readUnpacked(file);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 === expected) return bytes;
  throw new DataError(
    `Expected ${file}, unpacked, to have sha256 ${expected}, got ${sha256}: it is damaged or another file.`
  );
}
