import fc from 'fast-check';
import {expect, it} from 'vitest';
import {canonicalJson, digestOf, recordJson} from './canonicalJson.ts';

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, entry]) => [key, reversed(entry)])
  );
}

it('sorts keys at every depth and leaves out keys without a value', () => {
  expect(canonicalJson({b: [{d: 1, c: 2}], a: undefined, B: NaN})).toBe('{"B":"NaN","b":[{"c":2,"d":1}]}');
});

it('writes what JSON.stringify writes of sorted data', () => {
  const sorted = (value: unknown): unknown => {
    if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(entries.map(([key, entry]) => [key, sorted(entry)]));
  };
  const keys = fc.oneof(fc.string(), fc.constantFrom('__proto__', '10', '9', '09', '-1'));
  const leaf = fc.oneof(fc.double(), fc.integer(), fc.string(), fc.boolean(), fc.constantFrom(null, undefined, -0));
  const {tree} = fc.letrec(tie => ({
    tree: fc.oneof({maxDepth: 3}, leaf, fc.array(tie('tree')), fc.dictionary(keys, tie('tree')))
  }));
  fc.assert(
    fc.property(tree, value => {
      expect(canonicalJson({value})).toBe(JSON.stringify(sorted({value})));
    })
  );
});

it('gives a digest that does not depend on the order of keys', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), value => {
      expect(digestOf(reversed(value))).toBe(digestOf(value));
    })
  );
});

it('gives different digests to different values', () => {
  expect(digestOf({a: 1})).not.toBe(digestOf({a: '1'}));
  expect(digestOf({a: [1, 2]})).not.toBe(digestOf({a: [2, 1]}));
});

it('keeps the order of keys in records and writes non-finite numbers as strings', () => {
  expect(recordJson({b: Infinity, a: -Infinity, c: [NaN, 0.5]})).toBe(
    '{"b":"Infinity","a":"-Infinity","c":["NaN",0.5]}'
  );
});
