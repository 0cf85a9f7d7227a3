import {buildNetwork} from '../graph/buildNetwork.ts';
import type {Network} from '../graph/network.ts';
import {createRandom} from '../random.ts';
import {append, pick, push, width, type Block, type Draft} from './random/draft.ts';
import {conv, IMAGE_BLOCKS} from './random/imageBlocks.ts';
import {conv1d, SEQUENCE_BLOCKS} from './random/sequenceBlocks.ts';
import {conv3d, VOLUME_BLOCKS} from './random/volumeBlocks.ts';
import {shakeStatistics} from './smallNetworks.ts';

interface Family {
  readonly inputShape: readonly number[];
  readonly first: Block;
  readonly blocks: Readonly<Record<string, Block>>;
  /** Brings the channels to one vector. */
  readonly heads: readonly Block[];
}

const flatten: Block = draft => append(draft, 'Flatten');

const FAMILIES = {
  image: {
    inputShape: [6, 5, 2],
    first: draft => conv(draft, width(draft)),
    blocks: IMAGE_BLOCKS,
    heads: [flatten, draft => append(draft, 'GlobalAveragePooling2D'), draft => append(draft, 'GlobalMaxPooling2D')]
  },
  sequence: {
    inputShape: [7, 3],
    first: draft => conv1d(draft, width(draft)),
    blocks: SEQUENCE_BLOCKS,
    heads: [
      flatten,
      draft => append(draft, 'GlobalAveragePooling1D'),
      draft => append(draft, 'GlobalMaxPooling1D'),
      draft => {
        const units = width(draft);
        push(draft, pick(draft.random, ['GRU', 'LSTM']), {units}, [draft.end.id], units);
      }
    ]
  },
  volume: {
    inputShape: [3, 4, 5, 2],
    first: draft => conv3d(draft, width(draft)),
    blocks: VOLUME_BLOCKS,
    heads: [flatten]
  }
} satisfies Readonly<Record<string, Family>>;

export type FamilyName = keyof typeof FAMILIES;

/** Shape of one example of a family of networks. */
export function familyShape(family: FamilyName): readonly number[] {
  return FAMILIES[family].inputShape;
}

/** The family whose turn it is: most networks are of images. */
export function familyOf(seed: number): FamilyName {
  return (['image', 'sequence', 'image', 'volume', 'image', 'sequence'] as const)[seed % 6]!;
}

/** A small network of random blocks for 3 classes, with statistics and biases that are not neutral. */
export function randomNetwork(seed: number, family: FamilyName = 'image'): Network {
  const {inputShape, first, blocks, heads}: Family = FAMILIES[family];
  const random = createRandom(`${seed}/network`);
  const draft: Draft = {plans: [], random, end: {id: 'input', channels: inputShape.at(-1)!}};
  first(draft);
  const count = 2 + Math.floor(random.uniform() * 5);
  for (let i = 0; i < count; i++) blocks[pick(random, Object.keys(blocks))]!(draft);
  pick(random, heads)(draft);
  if (random.uniform() < 0.5) push(draft, 'Dense', {units: 4, activation: 'relu'}, [draft.end.id], 4);
  push(draft, 'Dense', {units: 3}, [draft.end.id], 3);
  const network = buildNetwork({name: 'random', inputShape, seed: seed + 1, layers: draft.plans});
  shakeStatistics(network, seed + 1);
  return network;
}
