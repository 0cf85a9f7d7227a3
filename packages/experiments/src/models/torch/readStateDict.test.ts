import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {readStateDict} from './readStateDict.ts';

const fixture = (name: string): Uint8Array => readFileSync(new URL(`../../../fixtures/torch/${name}`, import.meta.url));
const values = JSON.parse(Buffer.from(fixture('values.json')).toString('utf8')) as Record<
  string,
  {shape: number[]; values: number[]}
>;

it.each(['zip.pth', 'legacy.pth', 'checkpoint.pth'])('finds the tensors that PyTorch saved in %s', file => {
  const tensors = readStateDict(fixture(file), file);
  expect([...tensors.keys()]).toEqual(Object.keys(values));
  for (const [name, expected] of Object.entries(values)) {
    const {shape, values: found} = tensors.get(name)!;
    expect(shape).toEqual(expected.shape);
    expect([...found]).toEqual(expected.values);
  }
});

it('reads safetensors', () => {
  const tensors = readStateDict(fixture('two.safetensors'), 'two.safetensors');
  expect([...tensors.keys()]).toEqual(['conv.weight', 'conv.bias']);
  for (const [name, {values: found}] of tensors) expect([...found]).toEqual(values[name]!.values);
});

describe('a file that is no state dict', () => {
  const CASES = [
    [
      'module.pth',
      'module.pth: Expected tensors by name (a state dict), got an object of torch.nn.modules.linear.Linear, whose ' +
        'code is never run. Save model.state_dict() in its place.'
    ],
    [
      'run.pth',
      'run.pth: Expected tensors by name (a state dict), got an object of __builtin__.print, whose code is never run.'
    ],
    ['claim.pth', 'claim.pth: Expected tensors of at most 67135564 bytes together, got a claim of 4294967296.'],
    ['plain.pth', 'plain.pth: Expected a file of torch.save, got another pickle.']
  ] as const;

  it.each(CASES)('is refused by name and nothing in it is run: %s', (file, says) => {
    expect(() => readStateDict(fixture(file), file)).toThrow(says);
  });

  it('is refused where it is cut short, or claims more than it holds', () => {
    const cut = fixture('legacy.pth').subarray(0, 1700);
    expect(() => readStateDict(cut, 'cut.pth')).toThrow(
      /^cut.pth: Expected storage \d+ to fit into the \d+ bytes that follow, got a claim of \d+.$/
    );
    const torn = fixture('legacy.pth').subarray(0, 200);
    expect(() => readStateDict(torn, 'torn.pth')).toThrow(
      'Expected torn.pth to be a whole file of torch.save, got one that cannot be read: ' +
        'Offset is outside the bounds of the DataView.'
    );
    const half = fixture('zip.pth').subarray(0, 2000);
    expect(() => readStateDict(half, 'half.pth')).toThrow('no end of the central directory');
    const text = Buffer.from('{"a": 1}');
    expect(() => readStateDict(text, 'text.pth')).toThrow('text.pth: Expected a file of torch.save, got other data.');
    const long = Buffer.from(fixture('two.safetensors'));
    long.writeBigUInt64LE(2n ** 32n);
    expect(() => readStateDict(long, 'long.safetensors')).toThrow(
      `long.safetensors: Expected a header within the file's 299 bytes, got a claim of 4294967296.`
    );
    const wide = Buffer.from(
      Buffer.from(fixture('two.safetensors')).toString('latin1').replace('[2]', '[9]'),
      'latin1'
    );
    expect(() => readStateDict(wide, 'wide.safetensors')).toThrow(
      'wide.safetensors: Expected tensor "conv.bias" to fit into the file, got a claim of shape [9] at bytes 96 to 104 ' +
        'of 104.'
    );
  });
});
