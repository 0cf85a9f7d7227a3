import {readFile} from 'node:fs/promises';
import {expect, it} from 'vitest';
import {parse} from 'yaml';
import {referenceSchema, type Reference} from '@espalier/experiments/reference';
import {accuracyAgainst} from '../figures/accuracyAgainst.ts';
import {referenceOf} from '../records/referenceOf.ts';
import {madeUpCorrelations, madeUpRecords} from '../testing/madeUpRecords.ts';
import {paperAccuracy} from './paperAccuracy.ts';
import {paperLayers} from './paperLayers.ts';
import {PAPER} from './paperNumbers.ts';
import {paperSpearman} from './paperSpearman.ts';
import {toMarkdown} from './toMarkdown.ts';

const context = {subject: 'tiny on made-up-images', command: 'espalier report made-up'};

const reference: Reference = {
  source: 'a book',
  subjects: [
    {
      subject: 'Big/Photographs',
      unpruned: 0.8,
      measure: 'top-5',
      spearman: {taylor: {perLayer: 0.73, allL2: 0.5}},
      layers: {taylor: [0.95, 0.9, 0.74, 0.8, 0.69]},
      pruned: [
        {criterion: 'taylor', gflops: [30, 15], accuracy: [0.8, 0.77], note: 'tuned', recalled: true},
        {criterion: 'taylor', gflops: [30, 3], accuracy: [0.8, 0.6]}
      ],
      recalled: ['layers.taylor']
    },
    {subject: 'Other/Data', spearman: {weight: {perLayer: 0.2}}}
  ]
};

it('has the same numbers as the experiment of table 1, for runs that carry none', async () => {
  const file = new URL('../../packages/experiments/configs/paper/table1.yaml', import.meta.url);
  const written = referenceSchema.parse((parse(await readFile(file, 'utf8')) as {reference: unknown}).reference);
  expect(written.source).toBe(PAPER.source);
  for (const subject of PAPER.subjects) expect(written.subjects).toContainEqual(subject);
});

it('shows the correlations that the runs carry in place of table 1, and of the same network alone', () => {
  const correlations = madeUpCorrelations({seeds: [0]});
  const headers = (subject: string) =>
    paperSpearman({...context, subject, correlations, reference})
      .columns.slice(3)
      .map(({header}) => header);
  expect(headers('tiny on made-up-images')).toEqual(['paper: Big/Photographs', 'paper: Other/Data']);
  expect(headers('big on photographs')).toEqual(['paper: Big/Photographs']);
  expect(toMarkdown(paperSpearman({...context, correlations, reference}))).toContain('Paper: a book');
});

it('puts layers beside layers, both from the input', () => {
  const table = paperLayers({...context, correlations: madeUpCorrelations({seeds: [0]}), reference});
  expect(table?.columns.map(({header}) => header)).toEqual(['layer', 'taylor, ours', 'taylor, paper: Big/Photographs']);
  expect(table?.rows).toHaveLength(5);
  expect(table?.rows[0]?.[2]).toEqual({value: 0.95, mark: '†'});
  expect(table?.rows[4]?.[1]).toEqual({value: null});
  expect(paperLayers({...context, correlations: [], reference: PAPER})).toBeUndefined();
});

it('interpolates our accuracy at the paper’s shares of FLOPs, and leaves out where runs do not go', () => {
  const records = madeUpRecords();
  const markdown = toMarkdown(paperAccuracy({...context, records, reference})!);
  expect(markdown).toMatch(
    /\| Big\/Photographs, top-5 \| 100 % \| 80\.0 \| n\/a \| all \| 9\d\.\d \[\d+\.\d, \d+\.\d\] \| n\/a \|/
  );
  expect(markdown).toMatch(
    /\| Big\/Photographs, tuned \| 50\.0 % \| 77\.0† \| -?[−-]3\.0† \| taylor \| 8\d\.\d \[.*\] \| −\d\.\d \[/
  );
  expect(markdown).toMatch(/\| Big\/Photographs \| 10\.0 % \| 60\.0 \| −20\.0 \| taylor \| n\/a \| n\/a \|/);
  expect(paperAccuracy({...context, records, reference: undefined})).toBeUndefined();
});

it('marks the paper’s pruned networks in the figure of FLOPs', () => {
  const records = madeUpRecords();
  const figure = accuracyAgainst({records, remaining: 'flops', reference, command: 'x'});
  expect(figure.caption).toContain('Rings: the paper’s change of accuracy (Big/Photographs)');
  expect(figure.draw().match(/>paper</g)).toHaveLength(2);
  expect(accuracyAgainst({records, remaining: 'units', reference, command: 'x'}).caption).not.toContain('Rings');
});

it('names the run whose numbers are of another form', () => {
  const [record] = madeUpRecords();
  expect(() => referenceOf([{...record!, reference: {source: 'x', subjects: [{subject: 'y', unpruned: 72}]}}])).toThrow(
    /^Expected reference\.subjects\.0\.unpruned in meta\.json of run taylor-0 to be a fraction between 0 and 1\. Sweep again/
  );
});
