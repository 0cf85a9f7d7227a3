import {mkdtemp, readFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {startEngine} from '@espalier/backend';
import {beforeAll, describe, expect, it} from 'vitest';
import {pruneModel} from './pruneModel.ts';
import {scoreModel} from './scoreModel.ts';
import {pruningRemedy, unstableRanking} from './unstableRanking.ts';

beforeAll(async () => {
  await startEngine();
});

const source = {criterion: 'taylor', available: 2000, remedy: (examples: number) => `--examples ${examples}`};
const at = (all: number | null) => ({examples: 100, all, perLayer: all, layers: []});

describe('unstableRanking', () => {
  it('says how many examples would do, and how', () => {
    expect(unstableRanking(at(0.72), source)).toBe(
      'Unstable ranking by taylor: 100 other examples would rank the units otherwise (stability 0.72, 0.9 is wanted). ' +
        'About 350 examples would do: --examples 350.'
    );
    const remedy = pruningRemedy({updates: 3, batchSize: 32}, {updates: '--updates', examples: '--examples'});
    expect(remedy(350)).toBe('--updates 11 (minibatches of 32), or larger minibatches');
    const alone = pruningRemedy({updates: 0, batchSize: 32}, {updates: 'prune.updates', examples: 'scores.examples'});
    expect(alone(350)).toBe('scores.examples 350');
  });

  it('says where there are too few, and where nothing follows for more', () => {
    expect(unstableRanking(at(0.2), source)).toMatch(
      /About 3,600 examples would do, but there are 2,000: gather more\.$/
    );
    expect(unstableRanking(at(-0.1), source)).toMatch(/no better than chance: score many more examples\.$/);
  });

  it('is silent of stable rankings, and where nothing can be told', () => {
    expect(unstableRanking(at(0.95), source)).toBeUndefined();
    expect(unstableRanking(at(null), source)).toBeUndefined();
  });
});

describe('the warning', () => {
  it('is told of scores from few examples, and stored only where asked for', async () => {
    const warnings: string[] = [];
    const options = {criteria: ['taylor', 'weight'], examples: 4, onUnstable: (line: string) => warnings.push(line)};
    const plain = await scoreModel('lenet', 'digits', options);
    expect(plain).not.toHaveProperty('stability');
    const {stability, ...rest} = await scoreModel('lenet', 'digits', {...options, stability: true});
    expect(rest).toEqual(plain);
    expect(Object.keys(stability!)).toEqual(['taylor']);
    expect(stability!.taylor).toMatchObject({examples: 4});
    expect(warnings).toHaveLength(2);
    expect(warnings[0]).toMatch(/^Unstable ranking by taylor: 4 other examples .*: --examples \d+\.$/);
  });

  it('is told once of a pruning, whose result stays as it is', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'espalier-unstable-'));
    const warnings: string[] = [];
    const options = {until: 'units=0.95', unitsPerStep: 4, updates: 1, batchSize: 4, finalUpdates: 0};
    await pruneModel('lenet', 'digits', {...options, out: join(folder, 'a'), onUnstable: line => warnings.push(line)});
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/^Unstable ranking by taylor: 4 other examples/);
    expect(await readFile(join(folder, 'a/result.json'), 'utf8')).not.toContain('stability');
    await pruneModel('lenet', 'digits', {
      ...options,
      criterion: 'weight',
      out: join(folder, 'b'),
      onUnstable: line => warnings.push(line)
    });
    expect(warnings).toHaveLength(1);
  });
});
