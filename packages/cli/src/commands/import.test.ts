import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {gunzipSync} from 'node:zlib';
import {beforeAll, describe, expect, it} from 'vitest';
import {espalier} from '../testing/espalier.ts';
import {makeWorkFolder} from '../testing/workFolder.ts';

const fixture = (name: string) => fileURLToPath(new URL(`../../../experiments/fixtures/${name}`, import.meta.url));

let folder: string;
beforeAll(async () => {
  ({folder} = await makeWorkFolder());
  for (const name of ['branches.keras', 'branches.h5', 'chain.weights.h5', 'lambda.keras', 'gru.keras', 'claim.h5']) {
    await writeFile(join(folder, name), gunzipSync(await readFile(fixture(`keras/${name}.gz`))));
  }
  await writeFile(join(folder, 'run.pth'), await readFile(fixture('torch/run.pth')));
  await writeFile(join(folder, 'text.h5'), 'not what it says');
});

const run = (...args: string[]) => espalier(args, {cwd: folder});

describe('espalier import', () => {
  it('makes a layers model that every command takes, as they take the file itself', async () => {
    const imported = await run('import', 'branches.keras', '--out', 'model', '--json');
    expect({code: imported.code, stderr: imported.stderr}).toEqual({code: 0, stderr: ''});
    expect(JSON.parse(imported.stdout)).toMatchObject({
      format: 'espalier.imported/1',
      source: 'branches.keras',
      model: {path: 'model', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string},
      inputs: [[8, 8, 3]],
      outputs: [[5]]
    });
    const inspected = await Promise.all(
      ['model', 'branches.keras', 'branches.h5'].map(async path => {
        const {model: _model, ...document} = JSON.parse((await run('inspect', path, '--json')).stdout) as {
          model: unknown;
          units: number;
        };
        return document;
      })
    );
    expect(inspected[0]!.units).toBeGreaterThan(0);
    expect(inspected[1]).toEqual(inspected[0]);
    expect(inspected[2]).toEqual(inspected[0]);
  });

  it('takes weights alone with the network that they are for', async () => {
    const network = fixture('keras/chain.model.json');
    const {code, stdout} = await run('import', 'chain.weights.h5', '--network', network, '--out', 'chain');
    expect(code).toBe(0);
    expect(stdout).toMatch(/parameters {2}584\n/);
  });
});

const REFUSED = [
  ['inspect chain.weights.h5', 'Expected chain.weights.h5 to hold a whole model, got weights alone. Say whose'],
  ['inspect lambda.keras', 'lambda.keras: Expected layer "double" to be described by its settings, got a Lambda'],
  ['inspect gru.keras', 'gru.keras: Expected layer "memory" (GRU) to be one that TensorFlow.js has, got reset_after'],
  ['inspect claim.h5', 'claim.h5: Expected model_weights/dense/dense/kernel:0 to be as large as its file'],
  ['inspect text.h5', 'Expected text.h5 to be a whole HDF5 file, got one that cannot be read: Not an HDF5 file'],
  ['import run.pth --network vgg-16 --out m', 'run.pth: Expected tensors by name (a state dict), got an object of'],
  ['import run.pth --out m', 'Expected --network NAME for run.pth, since a state dict holds weights alone, got none.'],
  ['import run.pth --network vgg --out m', 'Unknown network to import weights for "vgg". Known: efficientnet-lite0'],
  ['import branches.keras --out text.h5', 'Expected --out to be a new folder, got the file text.h5.']
] as const;

it.concurrent.each(REFUSED)('refuses with one line and code 2: %s', {timeout: 120_000}, async (command, says) => {
  const {code, stdout, stderr} = await run(...command.split(' '));
  expect({code, stdout, lines: stderr.split('\n').length}).toEqual({code: 2, stdout: '', lines: 2});
  expect(stderr.startsWith(`espalier: ${says}`), stderr).toBe(true);
});
