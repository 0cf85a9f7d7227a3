import {readdir} from 'node:fs/promises';
import {join} from 'node:path';
import type {Decoder} from '../images/decodeImage.ts';
import type {ClipFile, Frames, FrameSettings} from './clipFile.ts';

/** Reads frames of a clip from a folder of PNG or JPEG files, which are in the order of the numbers in their names. */
export async function readFrameFolder(
  decoder: Decoder,
  {path, start}: ClipFile,
  {channels, frames, resize}: FrameSettings
): Promise<Frames> {
  const names = (await readdir(path)).filter(name => /\.(png|jpe?g)$/i.test(name)).sort(byNumber);
  const wanted = names.slice(start, start + frames);
  if (wanted.length < frames) throw new Error(`${wanted.length} of the ${frames} frames from ${start} on`);
  const images: {data: Uint8Array; width: number; height: number}[] = [];
  for (const name of wanted) {
    const {data, info} = await decoder(join(path, name), {failOn: 'error'})
      .flatten({background: 'white'})
      .resize(resize, resize, {fit: 'outside'})
      .toColorspace(channels === 1 ? 'b-w' : 'srgb')
      .raw()
      .toBuffer({resolveWithObject: true});
    const [first] = images;
    if (info.channels !== channels) throw new Error(`${info.channels} channels in ${name}`);
    if (first && (info.width !== first.width || info.height !== first.height))
      throw new Error(`another size in ${name}`);
    images.push({data, width: info.width, height: info.height});
  }
  const {width, height} = images[0]!;
  return {width, height, data: Buffer.concat(images.map(({data}) => data))};
}

function byNumber(a: string, b: string): number {
  const [first, second] = [a, b].map(name => Number(/\d+/.exec(name)?.[0] ?? 0));
  return first! - second! || (a < b ? -1 : 1);
}
