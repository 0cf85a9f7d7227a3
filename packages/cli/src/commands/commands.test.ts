import {execFileSync} from 'node:child_process';
import {readdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {beforeAll, describe, expect, it} from 'vitest';
import {espalier} from '../testing/espalier.ts';
import {writeTinyModel} from '../testing/tinyModel.ts';
import {makeWorkFolder} from '../testing/workFolder.ts';

let folder: string;
let cache: string;
beforeAll(async () => {
  ({folder, cache} = await makeWorkFolder());
  await writeTinyModel(folder);
  await writeFile(join(folder, 'tiny.yaml'), EXPERIMENT);
  await writeFile(join(folder, 'my.ts'), PLUGIN);
});

const EXPERIMENT = `# tiny
dataset: {name: digits, train: 120, test: 40, validation: 20}
model: {zoo: lenet}
train: {epochs: 1, lr: 0.02}
prune: {unitsPerStep: 10, updates: 2, lr: 0.005, until: {units: 0.6}}
oracle: {examples: 20}
sweep: {prune.criterion: [taylor, my-taylor]}
`;

const PLUGIN = `import {defineCriterion} from '@espalier/core';
export const myTaylor = defineCriterion({
  name: 'my-taylor',
  needs: ['gateGradient'],
  perExample: ({gateGradient, positions}) => gateGradient.div(positions).abs()
});
`;

const DATA = ['--data', 'digits', '--examples', '20'];

/** Runs a command that must succeed. */
async function run(...args: string[]): Promise<{stdout: string; stderr: string}> {
  const {code, ...said} = await espalier(args, {cwd: folder, env: {ESPALIER_CACHE: cache}});
  expect({args, code, stderr: code === 0 ? '' : said.stderr}).toEqual({args, code: 0, stderr: ''});
  return said;
}

async function json(...args: string[]): Promise<Record<string, unknown>> {
  return JSON.parse((await run(...args, '--json')).stdout) as Record<string, unknown>;
}

describe('looking around', () => {
  it('tells its version and its commands', async () => {
    expect((await run('--version')).stdout).toBe('0.1.0\n');
    expect((await run('--help')).stdout).toMatch(/inspect .*\n[^]*sweep .*\n[^]*doctor /);
  });

  it('takes plugins in every command, checks them, and loads the same one once', async () => {
    const twice = ['--plugin', 'my.ts', '--plugin', './my.ts'];
    expect((await run('models', ...twice)).stdout).toContain('lenet ');
    expect((await json('criteria', ...twice)).criteria).toContainEqual(expect.objectContaining({name: 'my-taylor'}));
    const bad = await espalier(['data', 'ls', '--plugin', 'none.ts'], {cwd: folder});
    expect([bad.code, bad.stdout]).toEqual([2, '']);
    expect(bad.stderr).toContain('Could not load plugin');
  });

  it('lists criteria with those of plugins, models and data sets', async () => {
    const {criteria, measured} = await json('criteria', '--plugin', 'my.ts');
    expect(criteria).toContainEqual(expect.objectContaining({name: 'my-taylor', needs: ['gateGradient']}));
    expect(measured).toEqual(['oracle-abs', 'oracle-loss']);
    expect((await run('models')).stdout).toMatch(/\nvgg-16 +224 × 224 × 3 +1,000 +4,224 +138,357,544 +30,968 /);
    const {format, models} = await json('models');
    expect([format, models]).toEqual([
      'espalier.models/1',
      expect.arrayContaining([expect.objectContaining({name: 'alexnet', inputShape: [227, 227, 3], units: 1376})])
    ]);
    expect(await json('data', 'ls')).toMatchObject({format: 'espalier.datasets/1'});
    const data = await json('data', 'inspect', 'digits');
    expect(data).toMatchObject({splits: {train: 1293, validation: 144, test: 360}, shape: [8, 8, 1], classes: 10});
  });

  it('examines the machine', async () => {
    const document = await json('doctor');
    expect(document).toMatchObject({
      format: 'espalier.doctor/1',
      engine: {threads: expect.any(Number) as number},
      cache: {folder: cache}
    });
    expect((await run('doctor')).stdout).toMatch(/^engine +\S.*\ndevice +CPU\n/);
  });

  it('inspects a model', async () => {
    const document = await json('inspect', 'model');
    expect(document).toMatchObject({format: 'espalier.inspection/1', units: 70});
    const {stdout} = await run('inspect', 'model');
    expect(stdout).toMatch(/conv2 +Conv2D +4 × 4 × 50 +25,050 +0\.80/);
    expect(stdout).toMatch(/units +70, at least 2\.9 % stay/);
  });

  it('draws a model in the colors of its groups', async () => {
    const {stderr} = await run('inspect', 'model', '--svg', 'model.svg');
    expect(stderr).toContain('Wrote model.svg.\n');
    const svg = await readFile(join(folder, 'model.svg'), 'utf8');
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(svg).toContain('Made by `espalier inspect model --svg model.svg`.');
  });
});

describe('measuring', () => {
  it('scores, measures the oracle once, and correlates in every format', async () => {
    const {stdout, stderr} = await run(
      'score',
      'model',
      ...DATA,
      '--criteria',
      'taylor,my-taylor,weight',
      '--plugin',
      'my.ts',
      '--out',
      's.json'
    );
    expect(stdout).toMatch(/^70 units, mean raw score by group; 20 examples of digits \(train\)/);
    expect(stderr).toContain('Wrote s.json.');
    const scores = JSON.parse(await readFile(join(folder, 's.json'), 'utf8')) as {criteria: Record<string, unknown>};
    expect(scores.criteria['my-taylor']).toEqual(scores.criteria['taylor']);
    await run('oracle', 'model', ...DATA, '--out', 'o.json');
    expect((await run('oracle', 'model', ...DATA, '--out', 'o2.json')).stderr).toContain('taken from the cache');
    expect(await readFile(join(folder, 'o2.json'))).toEqual(await readFile(join(folder, 'o.json')));
    expect(await json('correlate', 'o.json', 's.json')).toMatchObject({format: 'espalier.correlation/1'});
    expect((await run('correlate', 'o.json', 's.json')).stdout).toMatch(
      /^criterion +per layer[^]*\ntaylor +-?\d\.\d\d \[/
    );
    expect((await run('correlate', 'o.json', 's.json', '--csv')).stdout).toMatch(/^criterion,per layer,/);
    expect((await run('correlate', 'o.json', 's.json', '--markdown')).stdout).toContain('| criterion | per layer |');
    expect((await run('correlate', 'o.json', 's.json', '--latex')).stdout).toContain('\\begin{tabular}');
  });

  it('prints what it would write when asked to', async () => {
    expect(await json('score', 'model', ...DATA, '--criteria', 'weight', '--split', 'test')).toMatchObject({
      format: 'espalier.scores/1',
      data: {split: 'test', examples: 20}
    });
  });

  it('checks a plugin against the laws', async () => {
    expect((await run('criteria', '--check', '--plugin', 'my.ts')).stdout).toMatch(/^(ok {6}my-taylor: .*\n)+$/);
  });

  it('ends quietly when nobody reads on', () => {
    const bin = fileURLToPath(new URL('../../bin/espalier.js', import.meta.url));
    const said = execFileSync('sh', ['-c', `'${process.execPath}' '${bin}' --help 2>&1 | true`], {encoding: 'utf8'});
    expect(said).toBe('');
  });
});

describe('pruning', () => {
  it('writes a smaller model that evaluates as it says, with history and report', async () => {
    const result = await json(
      ...['prune', 'model', '--data', 'digits', '--until', 'units=0.8', '--step', '7'],
      ...['--updates', '2', '--lr', '0.005', '--out', 'small']
    );
    expect(result).toMatchObject({format: 'espalier.pruned/1', units: {before: 70, after: 56}});
    expect(JSON.parse(await readFile(join(folder, 'small', 'result.json'), 'utf8'))).toEqual(result);
    expect((await readFile(join(folder, 'small', 'history.jsonl'), 'utf8')).split('\n')).toHaveLength(3);
    const report = await readFile(join(folder, 'small', 'report.html'), 'utf8');
    expect(report).toContain('model pruned by taylor');
    expect(report).toMatch(/<th [^>]*>conv2<\/th><td [^>]*>50<\/td>/);
    expect(report).toMatch(/<svg [^>]*aria-label="What is left of model"/);
    expect(report).not.toMatch(/<script|<link|<img|src=/);
    const {accuracy} = await json('evaluate', 'small/model', '--data', 'digits');
    expect(accuracy).toBe((result['accuracy'] as {after: number}).after);
    expect((await run('evaluate', 'model', '--data', 'digits')).stdout).toMatch(/^accuracy +\d+\.\d\d %\nloss /);
  });

  it('ranks by the measured oracle too', async () => {
    const {stdout} = await run(
      ...[
        'prune',
        'model',
        ...DATA,
        '--criterion',
        'oracle-abs',
        '--until',
        'units=0.9',
        '--step',
        '7',
        '--updates',
        '0'
      ],
      ...['--out', 'by-oracle']
    );
    expect(stdout).toMatch(/^Pruned by oracle-abs in 1 steps\n[^]*\nunits +70 +63 +90\.0 %/);
  });

  it('score says how to start again after Ctrl-C', async () => {
    const args = 'score lenet --data digits --criteria taylor --batch-size 1 --out late.json'.split(' ');
    const {code, stderr} = await espalier(args, {cwd: folder, stop: {signal: 'SIGINT', when: /Scoring …/}});
    expect({code, stderr}).toMatchObject({code: 130});
    expect(stderr).toContain(`Nothing was written. Start again with: espalier ${args.join(' ')}\n`);
  });
});

describe('runs', () => {
  const plugin = ['--plugin', 'my.ts'];

  it('stop at Ctrl-C with the command that goes on', async () => {
    const args = ['sweep', 'tiny.yaml', ...plugin, 'prune.updates=400', '--name', 'long', '-j', '1'];
    const {code, stderr} = await espalier(args, {
      cwd: folder,
      env: {ESPALIER_CACHE: cache},
      stop: {signal: 'SIGINT', when: /pruning …/}
    });
    expect({code, stderr}).toMatchObject({code: 130});
    expect(stderr).toContain('Stopping at the next good moment; once more to stop at once.\n');
    expect(stderr).toContain(
      'Go on with: espalier sweep tiny.yaml --plugin my.ts prune.updates=400 --name long -j 1\n'
    );
    const {runs} = (await json('ls', 'long')) as {runs: {status: string}[]};
    expect(runs.map(({status}) => status)).toEqual(['interrupted']);
  });

  it('are planned, done, skipped when finished, listed, shown and reported', async () => {
    expect((await run('sweep', 'tiny.yaml', ...plugin, '-n')).stdout).toMatch(
      /^tiny: 2 runs, 0 finished, 0 failed, 2 to run\n/
    );
    const done = await json('sweep', 'tiny.yaml', ...plugin);
    expect(done).toMatchObject({format: 'espalier.sweep/1', runs: [{status: 'finished'}, {status: 'finished'}]});
    const again = await run('sweep', 'tiny.yaml', ...plugin);
    expect(again.stderr).toBe('2 runs: 2 finished, nothing to run\n');
    expect(again.stdout).toMatch(/^run +status +units left/);
    const {runs} = (await json('ls', 'tiny')) as {runs: {id: string; status: string}[]};
    expect(runs.map(({status}) => status)).toEqual(['finished', 'finished']);
    expect((await run('ls')).stdout).toMatch(/tiny +my-taylor-s0-/);
    expect(await json('show', runs[0]!.id)).toMatchObject({format: 'espalier.shown/1', sweep: 'tiny'});
    expect((await run('show', 'my-taylor')).stdout).toMatch(/^run +tiny\/my-taylor-s0-[^]*\nstep +updates/);
    const report = await json('report', 'tiny', '--out', 'report');
    expect(report).toMatchObject({path: join(folder, 'report', 'report.html'), sweeps: ['tiny'], unfinished: []});
    expect(await readdir(join(folder, 'report'))).toEqual(['figures', 'report.html', 'tables']);
    const text = (await run('report', 'tiny')).stdout;
    expect(text).toContain('paper: VGG-16/Birds-200');
    expect(text).toMatch(/Report: .*\/runs\/tiny\/report\/report\.html\n$/);
  });

  it('of one point go to runs/single', async () => {
    const document = await json('run', 'tiny.yaml', 'prune.criterion=weight');
    expect(document).toMatchObject({sweep: 'single', runs: [{status: 'finished', seed: 0}]});
  });
});
