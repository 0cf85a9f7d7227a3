import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {DataError} from '@espalier/datasets';
import {describe, expect, it} from 'vitest';
import {loadExperiment} from './loadExperiment.ts';
import {dataOpener} from './openRunData.ts';

const folder = fileURLToPath(new URL('../../configs/', import.meta.url));
const files = (await readdir(folder, {recursive: true})).filter(name => name.endsWith('.yaml'));

it.each(files)('%s resolves, and begins with its question and its command', async name => {
  const [question = '', command = ''] = (await readFile(join(folder, name), 'utf8')).split('\n');
  expect(question).toMatch(/^# .*\?/);
  expect(command).toContain('# Run it with: ');
  expect(command).toContain(name === 'demo.yaml' ? 'npm run demo' : `packages/experiments/configs/${name}`);
  expect((await loadExperiment(join(folder, name))).runs.length).toBeGreaterThan(0);
});

describe('experiments of the paper', () => {
  const papers = files.filter(name => name.startsWith('paper/') && !name.startsWith('paper/twins/'));

  it.each(papers)('%s has the paper’s numbers, and says where its archive comes from', async name => {
    const {runs} = await loadExperiment(join(folder, name));
    const [run] = runs;
    expect(run?.reference?.source).toContain('arXiv:1611.06440');
    const opened = dataOpener()(run!.settings, run!.seed);
    await expect(opened).rejects.toThrow(DataError);
    await expect(opened).rejects.toThrow(/^Expected .*--data-dir.*$/);
  });

  it.each(papers.filter(name => !name.startsWith('paper/table1-')))(
    '%s has a twin with the same numbers',
    async name => {
      const twin = await loadExperiment(join(folder, name.replace('paper/', 'paper/twins/')));
      const {runs} = await loadExperiment(join(folder, name));
      expect(twin.runs[0]?.reference).toEqual(runs[0]?.reference);
    }
  );
});
