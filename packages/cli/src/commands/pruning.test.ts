import {cp, readFile, rm, truncate} from 'node:fs/promises';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {espalier, type Outcome} from '../testing/espalier.ts';
import {writeTinyModel} from '../testing/tinyModel.ts';
import {makeWorkFolder} from '../testing/workFolder.ts';

let folder: string;
let cache: string;
beforeAll(async () => {
  ({folder, cache} = await makeWorkFolder());
  await writeTinyModel(folder);
});

const run = (line: string): Promise<Outcome> => espalier(line.split(' '), {cwd: folder, env: {ESPALIER_CACHE: cache}});

/** The output of a command that must succeed. */
async function done(line: string): Promise<string> {
  const {code, stdout, stderr} = await run(line);
  expect({line, code, stderr: code === 0 ? '' : stderr}).toEqual({line, code: 0, stderr: ''});
  return stdout;
}

async function json<T>(line: string): Promise<T> {
  return JSON.parse(await done(`${line} --json`)) as T;
}

interface Scored {
  readonly units: readonly {readonly group: string}[];
}

const groupsOf = ({units}: Scored) => [...new Set(units.map(({group}) => group))];

describe('units and exclusions', () => {
  const options = '--units convolution,dense --exclude conv1';

  it('are the same for inspect, score, oracle and prune', async () => {
    const {groups} = await json<{groups: {name: string}[]}>(`inspect model ${options}`);
    expect(groups.map(({name}) => name)).toEqual(['conv2', 'dense1']);
    expect(groupsOf(await json(`score model --data digits --examples 8 --criteria weight ${options}`))).toEqual([
      'conv2',
      'dense1'
    ]);
    expect(groupsOf(await json(`oracle model --data digits --examples 2 --exclude conv2`))).toEqual(['conv1']);
    const pruned = `prune model --data digits ${options} --one-shot --updates 0 --final-updates 1 --criterion weight`;
    await done(`${pruned} --until memory=0.9 --floor conv2=20,d*=0.2 --out chosen`);
    const config = await readFile(join(folder, 'chosen', 'config.yaml'), 'utf8');
    expect(config).toContain('  units:\n    - convolution\n    - dense\n  exclude:\n    - conv1\n  finalUpdates: 1\n');
    expect(config).toContain('  floor:\n    conv2: 20\n    d*: 0.2\n  unitsPerStep: all\n');
  });

  it.each([
    [
      'inspect model --units filters',
      '--units: Unknown kind of units "filters". Known: convolution, dense, recurrent.'
    ],
    [
      'score model --data digits --criteria weight --out s.json --exclude block*',
      'Expected every pattern in `exclude` to match a layer, got "block*". Layers: input, conv1, '
    ],
    [
      'prune model --data digits --out no --floor conv9=2',
      'Expected every pattern in `floor` to match a layer, got "conv9". Layers: conv1, conv2.'
    ],
    [
      'prune model --data digits --out no --floor none',
      'Expected --floor to be a share below 1 or a whole number of units'
    ],
    [
      'prune model --data digits --out no --one-shot --step 3',
      "Option '--one-shot' cannot be used with option '--step"
    ],
    ['prune model --data digits --out no --until memry=0.5', '--until: Unknown target "memry". Known: flops, params,'],
    [
      'prune model --data digits --out no --until latency=0.001',
      'Expected a target for latency that pruning can reach, got 0.001: '
    ]
  ])('%s ends with one message and exit code 2', async (line, message) => {
    const {code, stdout, stderr} = await run(`${line} -q`);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.startsWith(`espalier: ${message}`), stderr).toBe(true);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('prune', () => {
  it('tells what removing and checking took, apart', async () => {
    const text = await done('prune model --data digits --until units=0.8 --step 14 --updates 1 --out timed');
    expect(text).toMatch(/Removing units took \d\S* s, checking them \d\S* s, fine-tuning and scoring \d/);
    expect(await readFile(join(folder, 'timed', 'report.html'), 'utf8')).toMatch(
      /Removing units took .* checking them/
    );
  });

  it('goes to a measured latency, and says what it came to', async () => {
    const line = 'prune model --data digits --until latency=0.9 --step 10 --updates 0 --criterion weight --out fast';
    const {latency} = await json<{latency: {before: number; after: number; ratio: number}}>(
      `${line} --latency-batch 64`
    );
    expect(latency.ratio).toBeCloseTo(latency.after / latency.before, 10);
    expect(latency.ratio).toBeLessThanOrEqual(0.9);
    expect(await readFile(join(folder, 'fast', 'history.jsonl'), 'utf8')).not.toContain('latency');
  });
});

describe('a drop', () => {
  it('ends pruning, and is told', async () => {
    const line =
      'prune model --data digits --until drop=99,units=0.5 --drop-metric balancedAccuracy --step 20 --updates 1';
    const text = await done(`${line} --out held`);
    expect(text.replaceAll(/\s+/g, ' ')).toMatch(
      /Since the unpruned network validationBalancedAccuracy dropped by \S+ points, at most \S+ \(95 % confidence, \d+ examples\)\. Ended by units, with 99 points allowed\./
    );
    expect(await readFile(join(folder, 'held', 'report.html'), 'utf8')).toContain(
      'Ended by units, with 99 points allowed.'
    );
    const config = await readFile(join(folder, 'held', 'config.yaml'), 'utf8');
    expect(config).toContain('    maxDrop:\n      metric: validationBalancedAccuracy\n      points: 99\n');
  });
});

describe('a teacher', () => {
  const line = 'prune model --data digits --until units=0.9 --step 7 --updates 2 --lr 0.005';

  it('leaves its settings beside the result, and is replayed to the same bytes', async () => {
    await done(`${line} --distill --distill-temperature 2 --distill-features conv* --out taught`);
    const config = await readFile(join(folder, 'taught', 'config.yaml'), 'utf8');
    expect(config).toContain(
      '  distill:\n    temperature: 2\n    weight: 0.5\n    features:\n      layers:\n        - conv*\n      weight: 1\n'
    );
    expect(await json('replay taught model --out taught-again')).toMatchObject({replayed: 'pruning', same: true});
  });

  it.each([
    ['--distill-weight 1.5', 'Expected --distill-weight to be a number from 0 to 1, got "1.5".'],
    ['--distill-features-weight 2', 'Expected --distill-features beside --distill-features-weight, got none.'],
    ['--distill-features conv9', 'Expected every pattern in `distill.features.layers` to match a layer, got "conv9".']
  ])('%s ends with one message and exit code 2', async (option, message) => {
    const {code, stderr} = await run(`${line} ${option} --out no -q`);
    expect([code, stderr.startsWith(`espalier: ${message}`)], stderr).toEqual([2, true]);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('a cost', () => {
  const line = 'prune model --data digits --until units=0.9 --step 7 --updates 0 --criterion weight';

  it('stands in the settings, and where it is measured, beside the result', async () => {
    await done(`${line} --cost memory=0.1 --out charged`);
    const config = await readFile(join(folder, 'charged', 'config.yaml'), 'utf8');
    expect(config).toContain('  cost:\n    of: memory\n    how: penalty\n    lambda: 0.1\n');
    await done(`${line} --cost latency --latency-batch 8 --out priced`);
    const {batch, groups} = JSON.parse(await readFile(join(folder, 'priced', 'costs.json'), 'utf8')) as {
      batch: number;
      groups: {group: string; milliseconds: number}[];
    };
    expect([batch, groups.map(({group}) => group)]).toEqual([8, ['conv1', 'conv2']]);
    expect(groups.every(({milliseconds}) => Number.isFinite(milliseconds))).toBe(true);
  });

  it.each([
    ['--cost energy', 'Expected --cost to be flops, memory or latency, or with a price of at least 0 as in memory=0.1'],
    [
      '--cost memory=-1',
      'Expected --cost to be flops, memory or latency, or with a price of at least 0 as in memory=0.1'
    ],
    ['--cost memory=', 'Expected --cost to be flops, memory or latency, or with a price of at least 0 as in memory=0.1']
  ])('%s ends with one message and exit code 2', async (option, message) => {
    const {code, stderr} = await run(`${line} ${option} --out no -q`);
    expect([code, stderr.startsWith(`espalier: ${message}`)], stderr).toEqual([2, true]);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('is refused beside the paper’s', async () => {
    const {code, stderr} = await run(`${line} --cost flops --flops-lambda 0.1 --out no -q`);
    expect([code, stderr.includes('--flops-lambda')], stderr).toEqual([2, true]);
  });
});

describe('replay', () => {
  beforeAll(() => done('prune model --data digits --until units=0.8 --step 7 --updates 2 --lr 0.005 --out small'));

  it('gives the same bytes, and says so', async () => {
    const {code, stdout, stderr} = await run('replay small/history.jsonl model --out again');
    expect({code, stderr}).toMatchObject({code: 0});
    expect(stdout).toMatch(/^steps +2\nunits +70 → 56\nparameters [^]*\nsha256 +[0-9a-f]{64}\n$/);
    expect(stderr).toContain('The same bytes as the model beside the log.\nWrote again: model.\n');
    for (const file of ['model.json', 'weights.bin']) {
      const [one, other] = ['again', 'small'].map(out => readFile(join(folder, out, 'model', file)));
      expect(await one).toEqual(await other);
    }
    expect(await json('replay small model --out more --data digits')).toMatchObject({
      format: 'espalier.replayed/1',
      replayed: 'pruning',
      same: true
    });
  });

  it('only cuts without a config.yaml', async () => {
    await cp(join(folder, 'small'), join(folder, 'bare'), {recursive: true});
    await rm(join(folder, 'bare', 'config.yaml'));
    const {code, stderr} = await run('replay bare model --out cut');
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining('There is no config.yaml beside the log: units were cut, and nothing was fine-tuned.\n')
    ]);
  });

  it('refuses a log that was cut short with one message and exit code 2', async () => {
    await cp(join(folder, 'small'), join(folder, 'torn'), {recursive: true});
    await truncate(join(folder, 'torn', 'history.jsonl'), 100);
    expect(await run('replay torn model --out torn2 -q')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'espalier: torn/history.jsonl:1: Expected a whole line, got one that was cut short.\n'
    });
  });
});

describe('updates that end when they are no longer worth it', () => {
  const line = 'prune model --data digits --until units=0.8 --step 4 --lr 0.01';

  it('are told step by step, and replayed to the same bytes', async () => {
    await done(`${line} --updates 6 --auto-updates --out auto`);
    const config = await readFile(join(folder, 'auto', 'config.yaml'), 'utf8');
    expect(config).toContain('  autoUpdates:\n    cost: 0.005\n');
    const lines = async (name: string) => {
      const text = await readFile(join(folder, 'auto', name), 'utf8');
      return text
        .trimEnd()
        .split('\n')
        .map(row => JSON.parse(row) as {readonly updates: number});
    };
    const updates = (await lines('history.jsonl')).map(row => row.updates);
    expect(updates[0]).toBe(2);
    expect(Math.max(...updates)).toBeLessThanOrEqual(6);
    // The last ones are not cut short.
    expect((await lines('metrics.jsonl')).at(-1)!.updates).toBe(updates.reduce((sum, own) => sum + own, 6));
    expect(await json('replay auto model --out auto-again')).toMatchObject({replayed: 'pruning', same: true});
  });

  it.each([
    ['--auto-updates --updates 0', 'Expected --updates to be at least 1 beside --auto-updates, got 0.'],
    ['--update-cost -1', 'Expected --update-cost to be a number of at least 0, got "-1".']
  ])('%s ends with one message and exit code 2', async (option, message) => {
    const {code, stderr} = await run(`${line} ${option} --out no -q`);
    expect([code, stderr.startsWith(`espalier: ${message}`)], stderr).toEqual([2, true]);
  });
});
