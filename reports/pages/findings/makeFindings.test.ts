import {mkdtemp, writeFile, mkdir} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {JSDOM} from 'jsdom';
import {expect, it} from 'vitest';
import {stringify} from 'yaml';
import {madeUpMilestones} from '../../testing/madeUpMilestones.ts';
import {writeSweep} from '../../testing/writeSweep.ts';
import {makeFindings} from './makeFindings.ts';

const where = {criterion: 'taylor'};
const finding = {
  title: 'Pruned or from scratch',
  question: 'Is pruning worth it?',
  paper: {claim: 'Less than {{paper.points}} points are lost.', source: 'Figure 4', numbers: {points: 2.5}},
  sweeps: ['made-up'],
  commands: ['npm run demo'],
  values: {half: {of: 'testAccuracy', at: {units: 0.5}, where}},
  comparisons: {
    loss: {
      claim: 'Taylor loses less than {{paper.points}} points',
      measure: {of: 'testAccuracy', at: {units: 0.75}, where, minus: {at: 'start'}},
      expect: {above: -0.25}
    }
  },
  verdict: {expected: 'confirmed', because: 'At half of the units it is {{half}}.'},
  show: [
    {text: 'Both controls had as many updates.'},
    {figure: 'milestones'},
    {figure: 'latency'},
    {table: 'milestones', metric: 'testBalancedAccuracy'},
    {table: 'reduction', within: 0.1},
    {table: 'latency'},
    {table: 'bases', metrics: ['testAccuracy', 'testBalancedAccuracy'], where},
    {table: 'values', rows: [{what: 'at half', ours: 'half', paper: 'points'}]}
  ]
};

/** Everything that is made of a finding of made-up runs, changed at some keys. */
async function make(change: object = {}): Promise<ReadonlyMap<string, string>> {
  const runs = dirname(await writeSweep(madeUpMilestones()));
  const findings = await mkdtemp(join(tmpdir(), 'espalier-findings-'));
  await mkdir(join(findings, 'worth-it'));
  await writeFile(join(findings, 'worth-it', 'finding.yaml'), stringify({...finding, ...change}));
  return makeFindings({findings, runs});
}

it('makes page, figures, tables and the list', async () => {
  const files = await make();
  expect([...files.keys()].filter(path => !path.includes('/tables/'))).toEqual([
    'worth-it/index.html',
    'worth-it/README.md',
    'worth-it/figures/milestones-testAccuracy-flops.svg',
    'worth-it/figures/latency.svg',
    'README.md',
    '../index.html'
  ]);
  expect([...files.keys()].filter(path => path.endsWith('.csv'))).toHaveLength(7);
  expect(files.get('README.md')).toContain(
    '| [Pruned or from scratch](worth-it/README.md) | Is pruning worth it? | confirmed | 1 confirmed | [page](worth-it/index.html) |'
  );
  expect(files.get('../index.html')).toContain('<a href="findings/worth-it/index.html">Pruned or from scratch</a>');
  for (const text of files.values()) expect(text).not.toMatch(/NaN|undefined|\{\{/);
  const {document} = new JSDOM(files.get('worth-it/index.html')).window;
  expect(document.querySelectorAll('script, link, img, iframe, [src], [href]')).toHaveLength(0);
  expect(document.querySelector('.answer')?.textContent).toBe('Verdict: confirmed');
  expect(document.body.textContent).toContain('Less than 2.5 points are lost.');
});

it('compares head, whole network, pruned network and controls', async () => {
  const rows = ((await make()).get('worth-it/tables/bases.md') ?? '')
    .split('\n')
    .filter(line => line.startsWith('| tiny'));
  expect(rows.map(row => row.split('|')[2]?.trim())).toEqual([
    'head alone',
    'whole, before pruning',
    ...[75, 50, 25].flatMap(share => [
      `pruned to ${share} % of units`,
      `unpruned, same updates (${share} % of units)`,
      `scratch, same shape (${share} % of units)`
    ])
  ]);
});

it('refuses prose that was written for another verdict', async () => {
  await expect(make({verdict: {...finding.verdict, expected: 'contradicted'}})).rejects.toThrow(
    /worth-it\/finding\.yaml: Expected the verdict to be contradicted, .* got confirmed from the records \(1 confirmed\)\./
  );
});

it.each([
  [{verdict: {...finding.verdict, because: 'It lost 3 points.'}}, /at verdict\.because, got 3\./],
  [{sweep: 'demo'}, /Expected .*finding\.yaml to be a finding, got:\n {2}top: Unrecognized key: "sweep"/],
  [{values: {half: {of: 'accuracy'}}}, /values\.half\.of: expected one of testAccuracy, testBalancedAccuracy, /],
  [{show: [{figure: 'pie'}]}, /show\.0\.figure: expected a figure that is known: accuracy, milestones, /],
  [{show: [{figure: 'milestones'}, {figure: 'milestones'}]}, /got figures\/milestones-testAccuracy-flops\.svg twice/],
  [{labels: {tailor: 'Taylor'}}, /Expected labels to name labels of the runs \(activation; .*\), got "tailor"/],
  [{comparisons: {loss: {claim: 'x'}}}, /comparisons\.loss: expected exactly one of measure, highest, reduction, /],
  [{sweeps: ['none']}, /Expected .*none to be the folder of a sweep/]
])('names what is wrong: %j', async (change, message) => {
  await expect(make(change)).rejects.toThrow(message);
});
