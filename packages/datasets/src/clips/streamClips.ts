import {availableParallelism} from 'node:os';
import {tf} from '@espalier/backend';
import {DataError} from '../dataError.ts';
import {chooseCrop} from '../images/cropImage.ts';
import {loadDecoder, reasonOf, type Decoder} from '../images/decodeImage.ts';
import {checkIndices, type LabeledExamples} from '../labeledExamples.ts';
import {oneHot} from '../oneHot.ts';
import type {ClipFile, Frames, FrameSettings} from './clipFile.ts';
import {checkFfmpeg, decodeVideo} from './decodeVideo.ts';
import {readFrameFolder} from './readFrameFolder.ts';

const AHEAD = 1; // batches that are decoded before they are asked for; a clip takes a megabyte and more
const NAMED = 3;

export interface ClipSettings extends FrameSettings {
  /** Height and width that the network sees, in pixels. */
  readonly size: number;
  /** Frames of one of the parts that a network reads one after the other. */
  readonly framesAPart: number;
  /** Where training clips are cropped; others are always cropped at the centre. */
  readonly crop: 'random' | 'centre';
}

/**
 * Examples [parts, frames, height, width, channels] from 0 to 1 out of videos or folders of frames that stay on disk: a
 * batch is decoded when it is asked for, or before where `prefetch` told of it, as many clips at once as the machine
 * has processors. With a draw, a clip is cropped at random, all frames alike; without, at the centre.
 *
 * A batch that has clips which cannot be decoded is a DataError that names and counts them.
 */
export async function streamClips(
  clips: readonly ClipFile[],
  classes: number,
  settings: ClipSettings
): Promise<LabeledExamples> {
  if (clips.some(({kind}) => kind === 'video')) await checkFfmpeg();
  const decoder = await loadDecoder();
  const {size, frames, framesAPart, channels} = settings;
  const shape = [frames / framesAPart, framesAPart, size, size, channels];
  const values = frames * size * size * channels;
  const labels = Int32Array.from(clips, ({label}) => label);
  const ahead = new Map<string, Promise<Frames[]>>();
  const decode = (indices: ArrayLike<number>) =>
    decodeClips(
      decoder,
      Array.from(indices, index => clips[index]!),
      settings
    );
  return {
    size: clips.length,
    shape,
    classes,
    labels,
    async batch(indices, draw) {
      checkIndices(indices, clips.length);
      const key = Array.from(indices).join();
      const decoded = await (ahead.get(key) ?? decode(indices)).finally(() => ahead.delete(key));
      const x = new Float32Array(indices.length * values);
      decoded.forEach((clip, row) => {
        const {left, top} = chooseCrop(clip, {...settings, flip: false}, indices[row]!, draw);
        cropFrames(clip, {left, top}, settings, x.subarray(row * values, (row + 1) * values));
      });
      const y = oneHot(
        Array.from(indices, index => labels[index]!),
        classes
      );
      return {x: tf.tensor(x, [indices.length, ...shape]), y};
    },
    prefetch(indices) {
      checkIndices(indices, clips.length);
      const key = Array.from(indices).join();
      if (ahead.has(key)) return;
      const decoded = decode(indices);
      decoded.catch(() => undefined); // Thrown when the batch is asked for.
      ahead.set(key, decoded);
      if (ahead.size > AHEAD) ahead.delete(ahead.keys().next().value!);
    }
  };
}

async function decodeClips(decoder: Decoder, clips: readonly ClipFile[], settings: ClipSettings): Promise<Frames[]> {
  const decoded: Frames[] = [];
  const bad: string[] = [];
  const atOnce = availableParallelism();
  for (let start = 0; start < clips.length; start += atOnce) {
    const group = clips.slice(start, start + atOnce);
    const results = await Promise.allSettled(
      group.map(clip =>
        clip.kind === 'video' ? decodeVideo(clip, settings) : readFrameFolder(decoder, clip, settings)
      )
    );
    results.forEach((result, i) => {
      if (result.status === 'fulfilled') decoded.push(result.value);
      else bad.push(`${group[i]!.path} (${reasonOf(result.reason)})`);
    });
  }
  if (bad.length === 0) return decoded;
  throw new DataError(
    `Expected clips of ${settings.frames} frames that can be decoded, got ${bad.length} of ${clips.length} that cannot: ` +
      `${bad.slice(0, NAMED).join(', ')}${bad.length > NAMED ? ', …' : ''}. Put intact files in their place.`
  );
}

function cropFrames(
  {width, height, data}: Frames,
  {left, top}: {readonly left: number; readonly top: number},
  {size, frames, channels}: ClipSettings,
  target: Float32Array
): void {
  let to = 0;
  for (let frame = 0; frame < frames; frame++) {
    for (let row = 0; row < size; row++) {
      const from = ((frame * height + top + row) * width + left) * channels;
      for (let i = 0; i < size * channels; i++) target[to++] = data[from + i]! / 255;
    }
  }
}
