import type {Frames} from './clipFile.ts';

/**
 * Reads portable grey maps (P5, 1 channel) or pixel maps (P6, 3 channels) of one size that follow each other, 8 bits a
 * value, as ffmpeg writes them.
 */
export function parsePnm(bytes: Uint8Array, channels: 1 | 3): Frames & {readonly count: number} {
  const images: Uint8Array[] = [];
  let [width, height] = [0, 0];
  for (let at = 0; at < bytes.length;) {
    const head = Buffer.from(bytes.subarray(at, at + 64)).toString('latin1');
    const match = /^P([56])\s(\d+)\s(\d+)\s255\s/.exec(head);
    const [w, h] = [Number(match?.[2]), Number(match?.[3])];
    const [from, to] = [at + (match?.[0].length ?? 0), at + (match?.[0].length ?? 0) + w * h * channels];
    const fits = match?.[1] === (channels === 1 ? '5' : '6') && to <= bytes.length;
    if (!fits || (images.length > 0 && (w !== width || h !== height)))
      throw new Error('frames of several sizes or none');
    [width, height] = [w, h];
    images.push(bytes.subarray(from, to));
    at = to;
  }
  return {width, height, data: Buffer.concat(images), count: images.length};
}
