import {gzipSync} from 'node:zlib';
import {expect, test} from 'vitest';
import {unpack} from '../readBytes.ts';
import {readIdx} from './idx.ts';

/** Two images of 1 × 3 pixels, written out byte by byte. */
const images = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6);

test('sizes are big-endian and the bytes follow', () => {
  expect(readIdx(images, {file: 'i', rank: 3})).toEqual({shape: [2, 1, 3], data: Uint8Array.of(1, 2, 3, 4, 5, 6)});
});

test('a file inside a larger buffer is read from its own beginning', () => {
  const buffer = Uint8Array.of(9, 9, 9, ...images);
  expect(readIdx(buffer.subarray(3), {file: 'i', rank: 3}).data[5]).toBe(6);
});

test('another magic number, missing bytes, left-over bytes and a lone header are named', () => {
  const read =
    (bytes: Uint8Array, rank = 3) =>
    (): unknown =>
      readIdx(bytes, {file: 'a.idx', rank});
  expect(read(images, 1)).toThrow(
    'Expected a.idx to start with the IDX magic number 0x00000801 (unsigned bytes in 1 dimension), got 0x00000803.'
  );
  expect(read(images.subarray(0, 20))).toThrow('Expected a.idx to have 16 + 2 × 1 × 3 = 22 bytes, got 20 (2 missing).');
  expect(read(Uint8Array.of(...images, 0))).toThrow(
    'Expected a.idx to have 16 + 2 × 1 × 3 = 22 bytes, got 23 (1 too many).'
  );
  expect(read(images.subarray(0, 7))).toThrow(
    'Expected a.idx to start with an IDX header of 16 bytes, got 7 bytes in all.'
  );
});

test('gzip data is unpacked, and a wrong checksum or a missing end is an error', () => {
  const packed = gzipSync(images);
  expect(unpack(packed, 'a.gz')).toEqual(Buffer.from(images));
  const wrong = Uint8Array.from(packed);
  wrong[wrong.length - 8]! ^= 1;
  const message = 'Expected a.gz to be whole gzip data, got a file that cannot be unpacked: ';
  expect(() => unpack(wrong, 'a.gz')).toThrow(`${message}incorrect data check.`);
  expect(() => unpack(packed.subarray(0, -9), 'a.gz')).toThrow(`${message}unexpected end of file.`);
});
