import {mkdir, mkdtemp, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {stringify} from 'yaml';
import {parseSvg} from '../../testing/parseSvg.ts';
import {makeFindings} from './makeFindings.ts';

const record = {
  ...{part: 'edge', command: 'npm run bench -- edge', cpu: 'a processor', cores: 2, threads: 1},
  columns: {
    accuracy: {words: 'test accuracy', unit: 'share'},
    bytes: {words: 'bytes shipped', unit: 'kilobytes'},
    flopsLeft: {words: 'FLOPs left', unit: 'share'},
    timeLeft: {words: 'time left', unit: 'share'}
  },
  rows: [0, 1, 2].flatMap(seed =>
    ['float32', 'int8'].flatMap((form, i) =>
      [1, 0.5].map(flopsLeft => ({
        ...{
          seed,
          form,
          pruned: flopsLeft === 1 ? 'no' : 'half',
          flopsLeft,
          timeLeft: flopsLeft + 0.1 * i,
          samples: [1, 2]
        },
        ...{accuracy: 0.9 - 0.01 * seed - 0.02 * i, bytes: (4000 * flopsLeft) / (1 + 3 * i)}
      }))
    )
  )
};
const finding = {
  title: 'Smaller twice',
  question: 'Do both add up?',
  group: 'questions',
  paper: {claim: 'It leaves this open.', source: 'nothing'},
  bench: 'edge',
  commands: ['npm run bench -- edge'],
  values: {
    small: {column: 'bytes', where: {form: 'int8', pruned: 'half'}},
    lost: {
      ...{column: 'accuracy', where: {form: 'int8', pruned: 'half'}},
      minus: {where: {form: 'float32', pruned: 'no'}}
    }
  },
  comparisons: {
    smaller: {
      claim: 'Both take less than half of the bytes',
      measure: {column: 'bytes', where: {form: 'int8', pruned: 'half'}, over: {where: {form: 'float32', pruned: 'no'}}},
      expect: {below: 0.5}
    }
  },
  verdict: {expected: 'confirmed', because: 'It is {{small}} over {{seeds}} seeds, {{lost}}.'},
  show: [
    {figure: 'bench', x: 'bytes', y: 'accuracy', series: 'form', points: 'pruned', logX: true},
    {figure: 'bench', x: 'flopsLeft', y: 'timeLeft', series: 'form', points: 'pruned', diagonal: true},
    {table: 'bench', by: ['form', 'pruned'], columns: ['accuracy', 'bytes'], where: {form: 'int8'}}
  ]
};

async function make(change: object = {}): Promise<ReadonlyMap<string, string>> {
  const root = await mkdtemp(join(tmpdir(), 'espalier-bench-finding-'));
  const findings = join(root, 'findings');
  const bench = join(root, 'bench');
  await mkdir(join(findings, 'smaller'), {recursive: true});
  await mkdir(bench);
  await writeFile(join(bench, 'edge.json'), JSON.stringify(record));
  await writeFile(join(findings, 'smaller', 'finding.yaml'), stringify({...finding, ...change}));
  return makeFindings({findings, runs: join(root, 'runs'), bench, names: ['smaller']});
}

it('makes a page of the rows of a bench, without any runs', async () => {
  const files = await make();
  const page = files.get('smaller/README.md') ?? '';
  expect(page).toContain('It is 0.5 kB [0.5, 0.5] over 3 seeds, −2.0 points [−2.0, −2.0].');
  expect(page).toContain('a processor, 2 cores, 1 thread; seeds 0, 1, 2.');
  expect(files.get('smaller/tables/bench.csv')?.trim().split('\n')).toHaveLength(3);
  for (const name of ['accuracy-bytes', 'timeleft-flopsleft']) {
    const svg = parseSvg(files.get(`smaller/figures/${name}.svg`) ?? '');
    expect(svg.querySelectorAll('[aria-label="line"] path')).toHaveLength(2);
    // Means of two forms at two sizes; those of the legend lie beside.
    expect(svg.outerHTML).not.toMatch(/NaN|undefined/);
  }
});

it.each([
  [{bench: undefined, sweeps: []}, /Expected sweeps or a bench, got neither/],
  [{bench: 'none'}, /Expected a bench record .*none\.json, got no such file\./],
  [
    {values: {small: {column: 'size'}}},
    /Expected a column of bench edge \(accuracy, bytes, flopsLeft, timeLeft\), got size\./
  ]
])('names what is wrong: %j', async (change, message) => {
  await expect(make(change)).rejects.toThrow(message);
});
