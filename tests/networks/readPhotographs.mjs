import {tf} from '@espalier/backend';
import {loadDecoder, readCutout} from '@espalier/datasets';
import {PHOTOGRAPHS} from './photographs.mjs';

/** Photographs [n, side, side, 3] as EfficientNet-Lite reads them: cut to what is there, on a white square. */
export async function readPhotographs(side) {
  const decoder = await loadDecoder();
  const read = ({file}) => readCutout(decoder, file, {size: side, resize: side});
  const images = (await Promise.all(PHOTOGRAPHS.map(read))).map(({data}) => data);
  const bytes = Float32Array.from(Buffer.concat(images), value => (value - 127) / 128);
  return tf.tensor4d(bytes, [images.length, side, side, 3]);
}
