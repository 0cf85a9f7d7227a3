import type {ImageSettings} from './imageSettings.ts';
import type {Decoder, Pixels} from './decodeImage.ts';

/**
 * Decodes an object that is cut out: what is transparent becomes white, the image is cropped to what is not, its longer
 * side gets `size` pixels, aspect kept, and it is put in the middle of a white square of `resize` pixels. So the crop at
 * the centre shows all of the object, and one at another place moves it.
 */
export async function readCutout(
  decoder: Decoder,
  file: string,
  {size, resize}: Pick<ImageSettings, 'size' | 'resize'>
): Promise<Pixels> {
  const {data, info} = await decoder(file, {autoOrient: true, failOn: 'error'})
    .toColorspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({resolveWithObject: true});
  const before = Math.floor((resize - size) / 2);
  const after = resize - size - before;
  const background = 'white';
  const square = await decoder(data, {raw: {width: info.width, height: info.height, channels: 4}})
    .extract(opaqueBox(data, info))
    .flatten({background})
    .resize(size, size, {fit: 'contain', background})
    .extend({top: before, left: before, bottom: after, right: after, background})
    .raw()
    .toBuffer();
  return {width: resize, height: resize, data: square};
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The smallest box around pixels [height, width, 4] that are not wholly transparent. */
function opaqueBox(data: Uint8Array, {width, height}: Pick<Box, 'width' | 'height'>): Box {
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      if (data[(row * width + column) * 4 + 3] === 0) continue;
      left = Math.min(left, column);
      right = Math.max(right, column);
      top = Math.min(top, row);
      bottom = row;
    }
  }
  if (right < 0) throw new Error('all of it is transparent');
  return {left, top, width: right - left + 1, height: bottom - top + 1};
}
