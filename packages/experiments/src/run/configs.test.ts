import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, it} from 'vitest';
import {loadExperiment} from './loadExperiment.ts';

const folder = fileURLToPath(new URL('../../configs/', import.meta.url));
const files = (await readdir(folder, {recursive: true})).filter(name => name.endsWith('.yaml'));

it.each(files)('%s resolves, and begins with its question and its command', async name => {
  const [question = '', command = ''] = (await readFile(join(folder, name), 'utf8')).split('\n');
  expect(question).toMatch(/^# .*\?/);
  expect(command).toContain('# Run it with: ');
  expect(command).toContain(name === 'demo.yaml' ? 'npm run demo' : `packages/experiments/configs/${name}`);
  expect((await loadExperiment(join(folder, name))).runs.length).toBeGreaterThan(0);
});
