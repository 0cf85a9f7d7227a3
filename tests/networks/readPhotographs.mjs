import {tf} from '@espalier/backend';
import sharp from 'sharp';
import {PHOTOGRAPHS} from './photographs.mjs';

/** Photographs [n, side, side, 3] as EfficientNet-Lite reads them: cut to what is there, on a white square. */
export async function readPhotographs(side) {
  const images = [];
  for (const {file} of PHOTOGRAPHS) {
    const cut = await sharp(file).trim().toBuffer();
    const image = sharp(cut).resize(side, side, {fit: 'contain', background: 'white'}).flatten({background: 'white'});
    images.push(await image.toColorspace('srgb').raw().toBuffer());
  }
  const bytes = Float32Array.from(Buffer.concat(images), value => (value - 127) / 128);
  return tf.tensor4d(bytes, [images.length, side, side, 3]);
}
