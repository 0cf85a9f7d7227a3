import {mkdtemp, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {JSDOM} from 'jsdom';
import {expect, it} from 'vitest';
import {accuracyAgainst} from '../../figures/accuracyAgainst.ts';
import {SMALL} from '../../figures/theme.ts';
import {madeUpRecords} from '../../testing/madeUpRecords.ts';
import {benchGroup} from './benchGroup.ts';
import type {Card} from './card.ts';
import {frontPage} from './frontPage.ts';

const figure = accuracyAgainst({records: madeUpRecords(), remaining: 'flops', command: 'espalier report made-up'});

const card: Card = {
  title: 'A <made-up> question',
  question: 'Is `pruning` worth it?',
  answer: 'not decidable here',
  detail: '1 confirmed, 2 not decidable here',
  figure,
  page: 'findings/worth-it/index.html',
  data: [{name: 'made-up', path: 'runs/made-up'}],
  commands: ['npx espalier sweep made-up.yaml', 'npm run findings worth-it']
};

const target = {
  what: 'a step, ours ÷ PyTorch',
  limit: '≤ 0.90',
  measured: '0.80',
  interval: ['0.75', '0.95'],
  met: true
};
const bench = {part: 'step', command: 'npm run bench -- step', cpu: 'made-up', threads: 2, targets: [target]};

async function benchFolder(record: object): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'espalier-bench-'));
  await writeFile(join(folder, 'step.json'), JSON.stringify(record));
  return folder;
}

function open(cards: readonly Card[]): Document {
  return new JSDOM(frontPage([{title: 'Open questions', summary: 'Made up.', cards}])).window.document;
}

it('tells each question with its verdict, a small figure, and where page, commands and data are', () => {
  const article = open([card, {...card, figure: undefined}]).querySelectorAll('article')[0]!;
  expect(article.querySelector('h3')?.textContent).toBe('A <made-up> question');
  expect(article.querySelector('.verdict')?.textContent).toBe('not decidable here 1 confirmed, 2 not decidable here');
  expect(article.querySelectorAll('svg')).toHaveLength(1);
  expect(article.querySelector('details pre')?.textContent).toBe(card.commands.join('\n'));
  const links = [...article.querySelectorAll('a')].map(link => link.getAttribute('href'));
  expect(links).toEqual([card.page, card.page, 'runs/made-up']);
});

it('asks for nothing from elsewhere and runs no script', () => {
  const document = open([card]);
  expect(document.querySelectorAll('script, link, img, iframe, [src]')).toHaveLength(0);
  expect(frontPage([])).not.toMatch(/@import|url\(/);
  const targets = [...document.querySelectorAll('nav a')].map(link => link.getAttribute('href')!);
  for (const target of targets) expect(document.querySelector(target)).not.toBeNull();
});

it('draws small figures in brief', () => {
  const [small, whole] = [figure.draw(SMALL), figure.draw(320)];
  expect(small.length).toBeLessThan(whole.length);
  const height = (svg: string) => Number(/ height="(\d+)"/.exec(svg)?.[1]);
  expect(height(small)).toBeLessThan(0.75 * height(whole));
});

it('shows what benches aimed at and what came out', async () => {
  const group = await benchGroup(await benchFolder({...bench, targets: [target, {...target, met: false}]}));
  expect(group?.cards.map(({answer}) => answer)).toEqual(['1 of 2 targets met']);
  expect(group?.cards[0]?.figure?.draw(SMALL)).toContain('a step, ours ÷ PyTorch');
});

it('leaves benches out that nobody has run, and names records that are broken', async () => {
  expect(await benchGroup(await mkdtemp(join(tmpdir(), 'espalier-bench-')))).toBeUndefined();
  await expect(benchGroup(await benchFolder({...bench, targets: 3}))).rejects.toThrow(/step\.json:1, at targets/);
});
