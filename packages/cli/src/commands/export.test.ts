import {mkdir, readdir, readFile, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {espalier} from '../testing/espalier.ts';
import {writeTinyModel} from '../testing/tinyModel.ts';
import {makeWorkFolder} from '../testing/workFolder.ts';

let folder: string;
beforeAll(async () => {
  ({folder} = await makeWorkFolder());
  await writeTinyModel(folder);
  await mkdir(join(folder, 'folder'));
});

const run = (...args: string[]) => espalier(['export', ...args], {cwd: folder});

describe('espalier export', () => {
  it('writes an ONNX model with the inputs and outputs of the layers model', async () => {
    const {code, stdout, stderr} = await run('model', '--to', 'onnx', '--out', 'model.onnx', '--json');
    expect({code, stderr}).toEqual({code: 0, stderr: ''});
    const {size} = await stat(join(folder, 'model.onnx'));
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'espalier.exported/1',
      model: {path: 'model'},
      to: 'onnx',
      out: {path: 'model.onnx', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string},
      weights: 'float32',
      bytes: size,
      inputs: [[8, 8, 1]],
      outputs: [[10]]
    });
  });

  it('writes a layers model with 8-bit kernels that every command takes', async () => {
    const {stdout} = await run('model', '--to', 'tfjs', '--weights', 'uint8', '--out', 'small');
    expect(stdout).toContain('weights  uint8');
    expect(await readdir(join(folder, 'small'))).toEqual(['model.json', 'weights.bin']);
    const evaluated = await espalier(['evaluate', 'small', '--data', 'digits', '--examples', '20', '--json'], {
      cwd: folder
    });
    expect(evaluated.code).toBe(0);
    const [whole, small] = await Promise.all(
      ['model', 'small'].map(async name => (await readFile(join(folder, name, 'weights.bin'))).byteLength)
    );
    expect(whole! / small!).toBeGreaterThan(3.8);
  });

  it('writes an ONNX model in 8 bits, calibrated on some examples', async () => {
    const args = 'model --to onnx --int8 --data digits --examples 20 --percentile 99.9 --out int8.onnx --json';
    const document = JSON.parse((await run(...args.split(' '))).stdout) as {readonly bytes: number};
    expect(document).toMatchObject({
      weights: 'int8',
      calibration: {data: {name: 'digits', split: 'train', examples: 20}, percentile: 99.9}
    });
    const whole = await stat(join(folder, 'model', 'weights.bin'));
    expect(whole.size / document.bytes).toBeGreaterThan(3);
  });

  it.each([
    ['model --to onnx --int8 --out a.onnx', 'Expected --data with --int8, to calibrate on, got none.'],
    ['model --to tfjs --int8 --data digits --out a', 'Expected --int8 with --to onnx, got it with tfjs'],
    ['model --to onnx --data digits --out a.onnx', 'Expected --data with --int8 only, got it without.'],
    ['model --to onnx --int8 --data digits --percentile 101 --out a.onnx', 'Expected --percentile to be at most 100'],
    [
      'model --to onnx --weights uint8 --out a.onnx',
      'Expected --weights with --to tfjs only, got it with onnx. For 8 bits'
    ],
    ['model --to onnx --out folder', 'Expected --out to be a file, got the folder folder.'],
    ['model --to tfjs --out model', 'Expected --out to be a new or empty folder, got model, which is not empty.'],
    ['model --to pt --out a.pt', 'Allowed choices are tfjs, onnx.']
  ])('%s is refused', async (args, message) => {
    const {code, stderr} = await run(...args.split(' '));
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
