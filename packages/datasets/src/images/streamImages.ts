import {tf} from '@espalier/backend';
import type {LabeledFile} from '../formats/imageFolderFiles.ts';
import {checkIndices, type LabeledExamples} from '../labeledExamples.ts';
import {oneHot} from '../oneHot.ts';
import {channelTables, chooseCrop, cropImage} from './cropImage.ts';
import {decodeAll, decodeImage, loadDecoder, type Decoder, type Pixels} from './decodeImage.ts';
import type {ImageSettings} from './imageSettings.ts';
import {readCutout} from './readCutout.ts';

const AHEAD = 2; // batches that are decoded before they are asked for

export interface ImageStream {
  readonly files: readonly LabeledFile[];
  readonly classes: number;
  readonly settings: ImageSettings;
  readonly reading?: ImageReading;
}

/** Files of cut-out objects are few, and kept once they are decoded. */
export type ImageReading = 'cutout';

/**
 * Examples out of image files that stay on disk: a batch is decoded when it is asked for, or before where `prefetch`
 * told of it, by as many threads as libuv's pool has (UV_THREADPOOL_SIZE, 4 unless set). Memory holds the labels and
 * at most two batches of pixels beside the one in use, and every image of cut-out objects that was ever asked for.
 *
 * With a draw, images are cropped and mirrored at random, the same bytes for the same draw; without, cropped at the
 * centre. A batch that has images which cannot be decoded is a DataError that names and counts them.
 */
export async function streamImages({files, classes, settings, reading}: ImageStream): Promise<LabeledExamples> {
  const decoder = await loadDecoder();
  const {size} = settings;
  const labels = Int32Array.from(files, ({label}) => label);
  const tables = channelTables(settings.normalize);
  const ahead = new Map<string, Promise<Pixels[]>>();
  const decodeFile = fileDecoder(decoder, settings, reading);
  const decode = (indices: ArrayLike<number>) =>
    decodeAll(
      Array.from(indices, index => files[index]!.file),
      decodeFile
    );
  return {
    size: files.length,
    shape: [size, size, 3],
    classes,
    labels,
    async batch(indices, draw) {
      checkIndices(indices, files.length);
      const key = keyOf(indices);
      const pixels = await (ahead.get(key) ?? decode(indices)).finally(() => ahead.delete(key));
      const values = new Float32Array(indices.length * size * size * 3);
      pixels.forEach((image, row) => {
        const crop = chooseCrop(image, settings, indices[row]!, draw);
        cropImage(image, crop, size, tables, values.subarray(row * size * size * 3, (row + 1) * size * size * 3));
      });
      const y = oneHot(
        Array.from(indices, index => labels[index]!),
        classes
      );
      return {x: tf.tensor(values, [indices.length, size, size, 3]), y};
    },
    prefetch(indices) {
      checkIndices(indices, files.length);
      const key = keyOf(indices);
      if (ahead.has(key)) return;
      const pixels = decode(indices);
      pixels.catch(() => undefined); // Thrown when the batch is asked for.
      ahead.set(key, pixels);
      if (ahead.size > AHEAD) ahead.delete(ahead.keys().next().value!);
    }
  };
}

function fileDecoder(
  decoder: Decoder,
  settings: ImageSettings,
  reading: ImageReading | undefined
): (file: string) => Promise<Pixels> {
  if (reading === undefined) return file => decodeImage(decoder, file, settings.resize);
  const kept = new Map<string, Promise<Pixels>>();
  return file => {
    const pixels = kept.get(file) ?? readCutout(decoder, file, settings);
    kept.set(file, pixels);
    return pixels;
  };
}

function keyOf(indices: ArrayLike<number>): string {
  return Array.from(indices).join();
}
