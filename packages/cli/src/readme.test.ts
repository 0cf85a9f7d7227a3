import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, it} from 'vitest';
import {espalier} from './testing/espalier.ts';
import {makeWorkFolder} from './testing/workFolder.ts';

const readme = fileURLToPath(new URL('../../../README.md', import.meta.url));

/** The text of the first code block behind a marker. */
async function codeBehind(marker: string): Promise<string> {
  const text = await readFile(readme, 'utf8');
  const [, code] = /^```\w*\n([\s\S]*?)^```/m.exec(text.slice(text.indexOf(marker))) ?? [];
  return code ?? '';
}

it('runs the plugin of the README to the letter, in at most ten lines', async () => {
  const plugin = await codeBehind('<!-- plugin -->');
  expect(plugin.trimEnd().split('\n').length).toBeLessThanOrEqual(10);
  const {folder: cwd} = await makeWorkFolder();
  await writeFile(join(cwd, 'spread.ts'), plugin);
  const check = await espalier('criteria --plugin spread.ts --check -q'.split(' '), {cwd});
  expect([check.code, check.stderr]).toEqual([0, '']);
  const score = 'score lenet --data digits --examples 40 --criteria taylor,spread --plugin spread.ts --out scores.json';
  expect((await espalier(score.split(' '), {cwd})).code).toBe(0);
  const {criteria} = JSON.parse(await readFile(join(cwd, 'scores.json'), 'utf8')) as {
    criteria: Record<string, {raw: number[]}>;
  };
  expect(Object.keys(criteria)).toEqual(['taylor', 'spread']);
  expect(new Set(criteria.spread!.raw).size).toBeGreaterThan(10);
});
