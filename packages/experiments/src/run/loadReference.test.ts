import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, it} from 'vitest';
import {loadExperiment} from './loadExperiment.ts';
import {runSweep} from './runSweep.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'espalier-reference-'));
});
afterEach(() => rm(folder, {recursive: true}));

const STUDY = `dataset: {name: digits, train: 40, test: 20}
model: {zoo: lenet}
train: {epochs: 0}
prune: {criterion: weight, unitsPerStep: all, updates: 0, until: {units: 0.9}}
`;
const NUMBERS = `reference:
  source: a book
  subjects:
    - subject: a network
      spearman: {taylor: {perLayer: 0.7}}
      pruned: [{criterion: taylor, gflops: [2, 1], accuracy: [0.9, 0.8], recalled: true}]
`;

async function write(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

it('stands in the runs, and in no setting, whichever file it is written in', async () => {
  const own = await loadExperiment(await write('own.yaml', STUDY + NUMBERS));
  const other = await loadExperiment(await write('other.yaml', `${STUDY}reference: own.yaml\n`));
  expect(own.runs[0]?.reference).toMatchObject({source: 'a book', subjects: [{subject: 'a network'}]});
  expect(other.runs[0]?.reference).toEqual(own.runs[0]?.reference);
  const plain = await loadExperiment(await write('plain.yaml', STUDY));
  expect(plain.runs[0]).not.toHaveProperty('reference');
  expect(own.runs[0]?.settings).toEqual(plain.runs[0]?.settings);
});

it.each([
  [
    'reference: {source: x}',
    /study\.yaml:5:12: Expected reference\.subjects to be a list of networks with their data, got/
  ],
  ['reference: gone.yaml', /study\.yaml:5:12: Expected reference to be a map.*gone\.yaml: no such file\./],
  ['reference: plain.yaml', /study\.yaml:5:12: Expected reference to be a map.*plain\.yaml, which has none\./],
  [
    'reference: {source: x, subjects: [{subject: y, spearman: {taylor: {perLayer: 73}}}]}',
    /Expected reference\.subjects\.0\.spearman\.taylor\.perLayer to be a correlation from -1 to 1, got 73 \(number\)\./
  ],
  ['reference: {source: x, subject: []}', /Unknown key "subject" in reference\..* Did you mean "subjects"\?/]
])('is refused: %s', async (line, message) => {
  await write('plain.yaml', STUDY);
  await expect(loadExperiment(await write('study.yaml', `${STUDY}${line}\n`))).rejects.toThrow(message);
});

it('is copied to meta.json, and renewed there without doing the run again', async () => {
  const runs = join(folder, 'runs');
  const sweep = async (numbers: string) => {
    const {plan} = await runSweep(await write('study.yaml', STUDY + numbers), {runs});
    const file = join(plan[0]?.folder ?? '', 'meta.json');
    return JSON.parse(await readFile(file, 'utf8')) as {key: string; attempts: unknown[]; reference?: {source: string}};
  };
  const bare = await sweep('');
  expect(bare).not.toHaveProperty('reference');
  expect(await sweep(NUMBERS)).toMatchObject({key: bare.key, reference: {source: 'a book'}});
  const renewed = await sweep(NUMBERS.replace('a book', 'its second edition'));
  expect(renewed).toMatchObject({key: bare.key, reference: {source: 'its second edition'}});
  expect(renewed.attempts).toEqual(bare.attempts);
});
