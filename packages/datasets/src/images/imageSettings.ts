import {DataError} from '../dataError.ts';

/** What is taken from each colour value 0 … 255, and what it is divided by, for red, green and blue. */
export interface Normalization {
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
  /** Blue comes first in the network's input. */
  readonly bgr?: boolean;
}

/**
 * Usual ones by name: `unit` makes 0 … 1, `symmetric` −1 … 1, `imagenet` takes mean and deviation of ImageNet
 * (torchvision), `caffe` its mean alone with blue first (VGG),
 * `hed` another such mean, of the edge detector HED that a VGG-16 was trained into, `efficientnet-lite` is (v − 127) / 128.
 */
export const NORMALIZATIONS = {
  unit: {mean: [0, 0, 0], std: [255, 255, 255]},
  symmetric: {mean: [127.5, 127.5, 127.5], std: [127.5, 127.5, 127.5]},
  imagenet: {mean: [123.675, 116.28, 103.53], std: [58.395, 57.12, 57.375]},
  caffe: {mean: [123.68, 116.779, 103.939], std: [1, 1, 1], bgr: true},
  hed: {mean: [122.67892, 116.66877, 104.00699], std: [1, 1, 1], bgr: true},
  'efficientnet-lite': {mean: [127, 127, 127], std: [128, 128, 128]}
} as const satisfies Record<string, Normalization>;

export type NormalizationName = keyof typeof NORMALIZATIONS;

/** How image files become examples. */
export interface ImageOptions {
  /** Height and width that the network sees, in pixels. */
  readonly size?: number;
  /** Length of the shorter side before the crop, in pixels. Default: 8 / 7 of `size`. */
  readonly resize?: number;
  /** Where training images are cropped; others are always cropped at the centre. Default: random. */
  readonly crop?: 'random' | 'centre';
  /** Half of the training images are mirrored left to right. Default: true. */
  readonly flip?: boolean;
  /** Default: unit. */
  readonly normalize?: NormalizationName | Normalization;
}

export interface ImageSettings {
  readonly size: number;
  readonly resize: number;
  readonly crop: 'random' | 'centre';
  readonly flip: boolean;
  readonly normalize: Normalization;
}

/** Fills in the defaults. Throws a DataError for settings that make no examples. */
export function imageSettings(options: ImageOptions, defaultSize: number): ImageSettings {
  const {size = defaultSize, crop = 'random', flip = true, normalize = 'unit'} = options;
  const {resize = Math.round((size * 8) / 7)} = options;
  for (const [name, value] of Object.entries({size, resize})) {
    if (Number.isInteger(value) && value > 0) continue;
    throw new DataError(`Expected images.${name} to be a positive whole number of pixels, got ${value}.`);
  }
  if (resize < size) {
    throw new DataError(`Expected images.resize to be at least images.size, which is ${size}, got ${resize}.`);
  }
  return {size, resize, crop, flip, normalize: normalization(normalize)};
}

function normalization(normalize: NormalizationName | Normalization): Normalization {
  const chosen = typeof normalize === 'string' ? byName(normalize) : normalize;
  if (chosen.std.every(value => value > 0)) return chosen;
  throw new DataError(`Expected images.normalize.std to be positive, got ${chosen.std.join(', ')}.`);
}

function byName(name: string): Normalization {
  const known: Readonly<Partial<Record<string, Normalization>>> = NORMALIZATIONS;
  const chosen = known[name];
  if (chosen) return chosen;
  const names = Object.keys(NORMALIZATIONS).join(', ');
  throw new DataError(`Expected images.normalize to be one of ${names}, got "${name}".`);
}
