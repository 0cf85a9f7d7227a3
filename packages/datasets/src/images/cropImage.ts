import type {Draw} from '@espalier/core';
import seedrandom from 'seedrandom';
import type {ImageSettings, Normalization} from './imageSettings.ts';
import type {Pixels} from './decodeImage.ts';

/** Which part of an image an example shows. */
export interface Crop {
  readonly left: number;
  readonly top: number;
  /** Left and right are swapped. */
  readonly mirrored: boolean;
}

type CropSettings = Pick<ImageSettings, 'size' | 'crop' | 'flip'>;

/** The crop at the centre; or, for a draw, one that follows from its seed, its update and the image's index alone. */
export function chooseCrop(
  {width, height}: Pick<Pixels, 'width' | 'height'>,
  {size, crop, flip}: CropSettings,
  index: number,
  draw?: Draw
): Crop {
  const [free, below] = [width - size, height - size];
  const centre = {left: Math.floor(free / 2), top: Math.floor(below / 2)};
  if (!draw) return {...centre, mirrored: false};
  const random = seedrandom.alea(`${draw.seed}/images/${draw.update}/${index}`);
  // Always drawn, so that switching one kind off leaves the other as it was.
  const [x, y, side] = [random(), random(), random()];
  const place = crop === 'random' ? {left: Math.floor(x * (free + 1)), top: Math.floor(y * (below + 1))} : centre;
  return {...place, mirrored: flip && side < 0.5};
}

/** Float32 value of each byte, for the channels in the order that the network reads them. */
export type ChannelTables = readonly {readonly channel: number; readonly values: Float32Array}[];

export function channelTables({mean, std, bgr}: Normalization): ChannelTables {
  const channels = bgr ? [2, 1, 0] : [0, 1, 2];
  return channels.map(channel => ({
    channel,
    values: Float32Array.from({length: 256}, (_, byte) => (byte - mean[channel]!) / std[channel]!)
  }));
}

/** Writes the cropped part, normalised, to `target`: [size, size, 3]. */
export function cropImage(
  {width, data}: Pixels,
  {left, top, mirrored}: Crop,
  size: number,
  tables: ChannelTables,
  target: Float32Array
): void {
  tables.forEach(({channel, values}, k) => {
    for (let row = 0; row < size; row++) {
      const from = ((top + row) * width + left) * 3 + channel;
      const to = row * size * 3 + k;
      for (let column = 0; column < size; column++) {
        const source = mirrored ? size - 1 - column : column;
        target[to + column * 3] = values[data[from + source * 3]!]!;
      }
    }
  });
}
