import {readFileSync} from 'node:fs';
import {strToU8, zipSync} from 'fflate';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {DataError} from '../dataError.ts';
import {readNpy} from './npy.ts';
import {readNpz} from './npz.ts';

const fixture = (name: string): Uint8Array => readFileSync(new URL(`../../fixtures/${name}`, import.meta.url));
const types = fixture('types.npz');

/** An .npy file with any header and data. */
function npy(header: string, data = 0, version = 1): Uint8Array {
  const length = version === 1 ? [header.length, 0] : [header.length, 0, 0, 0];
  return Uint8Array.of(0x93, ...strToU8('NUMPY'), version, 0, ...length, ...strToU8(header), ...new Uint8Array(data));
}

test.each(['bool', 'u1', 'i1', 'u2', 'i2', 'u4', 'i4', 'u8', 'i8', 'f4', 'f8'])(
  'NumPy’s %s is read in C order',
  type => {
    const array = readNpz(types, 'types.npz', [`c_${type}`]).get(`c_${type}`)!;
    expect(array.shape).toEqual([2, 3]);
    expect(Array.from(array.data, Number)).toEqual(type === 'bool' ? [0, 1, 1, 1, 1, 1] : [0, 1, 2, 3, 4, 5]);
  }
);

test('Fortran order comes out in C order', () => {
  const names = ['f_u1', 'f_i8', 'f_f4', 'f_rank3'];
  const arrays = readNpz(types, 'types.npz', names);
  for (const name of names.slice(0, 3)) expect(Array.from(arrays.get(name)!.data, Number)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(Array.from(arrays.get('f_rank3')!.data, Number)).toEqual(Array.from({length: 24}, (_, i) => i));
});

test('negative 64-bit integers, scalars and empty arrays are read', () => {
  const arrays = readNpz(types, 'types.npz', ['negative', 'scalar', 'empty']);
  expect([...arrays.get('negative')!.data]).toEqual([-1n, -(2n ** 40n)]);
  expect(arrays.get('scalar')).toEqual({type: 'f4', shape: [], data: Float32Array.of(2.5)});
  expect(arrays.get('empty')).toEqual({type: 'f4', shape: [0, 3], data: new Float32Array(0)});
});

test('format versions 1, 2 and 3 are read', () => {
  const arrays = readNpz(fixture('versions.npz'), 'versions.npz', ['v1', 'v2', 'v3']);
  for (const {data} of arrays.values()) expect([...data]).toEqual([0, 1, 2, 3, 4, 5]);
  expect(arrays.size).toBe(3);
});

test('objects, structures, text, half and big-endian numbers are refused by name', () => {
  const read = (name: string) => (): unknown => readNpz(types, 'types.npz', [name]);
  expect(read('objects')).toThrow(
    'Expected objects of types.npz to hold numbers, got pickled Python objects (dtype "|O"). Save a plain array.'
  );
  expect(read('big_endian')).toThrow(
    'Expected big_endian of types.npz to have a little-endian dtype (b1, u1, i1, u2, i2, u4, i4, u8, i8, f4, f8), ' +
      'got ">f4". Convert it with astype.'
  );
  expect(read('float16')).toThrow(/got "<f2"\. Convert it with astype\.$/);
  expect(read('text')).toThrow(/got "<U1"\. Convert it with astype\.$/);
  expect(read('structure')).toThrow(
    "Expected the header of structure of types.npz to be like {'descr': '<f4', 'fortran_order': False, " +
      "'shape': (10, 28, 28), }, got \"{'descr': [('a', '<f4'), ('b', '<i4')], 'fortran_order': False, 'shape': (2,), }\"."
  );
});

test('headers of other writers are read: other key order, double quotes, no trailing comma, Python 2 longs', () => {
  const headers = [
    "{'shape': (2L,), 'fortran_order': False, 'descr': '|u1'}",
    '{"descr":"|u1","fortran_order":False,"shape":(2,)}\n',
    "{'descr': '<u1', 'fortran_order': True, 'shape': ( 2 , ) , }   \n"
  ];
  for (const header of headers) expect(readNpy(npy(header, 2), 'a').shape).toEqual([2]);
});

test('headers that are not exactly the three keys are refused and never evaluated', () => {
  const headers = [
    "{'descr': '|u1', 'fortran_order': False}",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (2,), 'more': True}",
    "{'descr': '|u1', 'descr': '|u1', 'fortran_order': False, 'shape': (2,)}",
    "{'descr': '|u1', 'fortran_order': 'False', 'shape': (2,)}",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (2)}",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (-2,)}",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (__import__('os').exit(),)}",
    "dict(descr='|u1', fortran_order=False, shape=(2,))",
    ''
  ];
  for (const header of headers)
    expect(() => readNpy(npy(header, 2), 'a')).toThrow(/^Expected the header of a to be like /);
});

test('sizes that do not match, huge claims among them, are found before memory is taken', () => {
  const header = (shape: string): string => `{'descr': '<f8', 'fortran_order': False, 'shape': (${shape}), }`;
  expect(() => readNpy(npy(header('2, 3'), 40), 'a')).toThrow(
    'Expected a to have (2, 3) × 8 = 48 bytes of data, got 40.'
  );
  expect(() => readNpy(npy(header('99999999999, 99999999999'), 8), 'a')).toThrow(/bytes of data, got 8\.$/);
  expect(() => readNpy(npy(header('1,'), 9), 'a')).toThrow('Expected a to have (1) × 8 = 8 bytes of data, got 9.');
});

test('what is no .npy file, has an unknown version or a header cut short is named', () => {
  expect(() => readNpy(strToU8('hello, world'), 'a')).toThrow(
    'Expected a to start with "\\x93NUMPY" as .npy files do, got something else.'
  );
  expect(() => readNpy(npy('{}', 0, 4), 'a')).toThrow('Expected a to have .npy version 1, 2 or 3, got 4.');
  expect(() => readNpy(npy('{'.repeat(60)).subarray(0, 50), 'a')).toThrow(
    'Expected a to have a header of 60 bytes, got 40: the file is cut short.'
  );
});

test('names that point elsewhere, and members nobody asked for, do no harm', () => {
  const member = npy("{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }", 2);
  const bytes = zipSync({'../../x.npy': member, '/etc/x.npy': member, '__proto__.npy': strToU8('?'), 'x.npy': member});
  const arrays = readNpz(bytes, 'evil.npz', ['x']);
  expect([...arrays.keys()]).toEqual(['x']);
});

test('a damaged archive is one clear error, wherever the damage is', () => {
  const whole = fixture('bytes.npz');
  const names = ['x_train', 'y_train', 'x_test', 'y_test'];
  const want = readNpz(whole, 'bytes.npz', names);
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.integer({min: 1, max: 255}), (at, flip) => {
      const damaged = Uint8Array.from(whole);
      damaged[at]! ^= flip;
      try {
        // Bytes that carry no data (dates, permissions) and names may change without harm to what is read.
        const arrays = readNpz(damaged, 'bytes.npz', names);
        for (const [name, array] of arrays) expect(array).toEqual(want.get(name));
      } catch (error) {
        expect(error).toBeInstanceOf(DataError);
      }
    }),
    {numRuns: 1000}
  );
});

test('an archive cut short, of text or empty is an error', () => {
  const whole = fixture('compressed.npz');
  for (const bytes of [
    whole.subarray(0, 500),
    strToU8('no zip at all, but long enough to be one'),
    new Uint8Array(0)
  ]) {
    expect(() => readNpz(bytes, 'a.npz', ['x_train'])).toThrow(
      'Expected a.npz to be a whole .npz (zip) file, got one that cannot be unpacked: no end of the central directory.'
    );
  }
});

test('a changed byte of data is found by its checksum', () => {
  const bytes = Uint8Array.from(fixture('bytes.npz'));
  const start = Buffer.from(bytes).indexOf("'shape': (12, 2, 3)");
  bytes[start + 80]! ^= 1;
  expect(() => readNpz(bytes, 'a.npz', ['x_train'])).toThrow(
    'Expected x_train.npy of a.npz to match its checksum in the zip file, got other bytes: the file is damaged.'
  );
});

test('a member that claims more than deflate can hold is refused before memory is taken', () => {
  const bytes = zipSync({'x.npy': new Uint8Array(1000)});
  const directory = Buffer.from(bytes).indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
  new DataView(bytes.buffer).setUint32(directory + 24, 0xfffffff0, true);
  expect(() => readNpz(bytes, 'a.npz', ['x'])).toThrow(
    /^Expected x\.npy of a\.npz to unpack to at most \d+ bytes, got a claim of 4294967280\.$/
  );
});
