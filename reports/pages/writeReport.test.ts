import {mkdtemp, readdir, readFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {JSDOM} from 'jsdom';
import {expect, it} from 'vitest';
import {madeUpCorrelations, madeUpRecords} from '../testing/madeUpRecords.ts';
import {writeReport} from './writeReport.ts';

async function madeUpReport(change = {}): Promise<{out: string; page: string}> {
  const out = await mkdtemp(join(tmpdir(), 'espalier-report-'));
  const page = await writeReport({
    records: madeUpRecords(),
    correlations: madeUpCorrelations(),
    title: 'A <made-up> sweep',
    question: 'Which criterion keeps accuracy longest?',
    command: 'espalier report "made-up"',
    out,
    print: false,
    ...change
  });
  return {out, page: await readFile(page, 'utf8')};
}

it('writes the page, each figure and each table in three forms, and no temporary file', async () => {
  const {out} = await madeUpReport({print: true});
  expect((await readdir(out)).sort()).toEqual(['figures', 'report.html', 'tables']);
  const figures = [
    'accuracy-flops',
    'accuracy-parameters',
    'accuracy-units',
    'oracle-ranks',
    'oracle-scatter-rank',
    'units-left'
  ];
  expect((await readdir(join(out, 'figures'))).sort()).toEqual(
    figures.flatMap(name => ['pdf', 'png', 'svg'].map(form => `${name}.${form}`)).sort()
  );
  const names = [
    'accuracy-at-flops',
    'claims',
    'settings',
    'spearman',
    'spearman-by-layer',
    'spearman-by-seed',
    'spearman-paper'
  ];
  expect((await readdir(join(out, 'tables'))).sort()).toEqual(
    names.flatMap(name => ['csv', 'md', 'tex'].map(form => `${name}.${form}`)).sort()
  );
});

it('makes a page that asks for nothing from elsewhere and runs no script', async () => {
  const {page} = await madeUpReport();
  const {document} = new JSDOM(page).window;
  expect(document.querySelectorAll('script, link, img, iframe, [src], [href]')).toHaveLength(0);
  expect(page).not.toMatch(/@import|url\(/);
  expect(document.querySelector('meta[name=viewport]')?.getAttribute('content')).toContain('width=device-width');
});

it('escapes text, and prints no NaN', async () => {
  const {page} = await madeUpReport();
  const {document} = new JSDOM(page).window;
  expect(document.querySelector('h1')?.textContent).toBe('A <made-up> sweep');
  expect(document.querySelector('footer code')?.textContent).toBe('espalier report "made-up"');
  expect(document.body.textContent).not.toMatch(/NaN|undefined|null/);
});

it('keeps every table in a box that scrolls, and every figure in a wide and a narrow form', async () => {
  const {document} = new JSDOM((await madeUpReport()).page).window;
  expect(document.querySelectorAll('.scroll > table')).toHaveLength(7);
  expect(document.querySelectorAll('table')).toHaveLength(7);
  expect(document.querySelectorAll('figure .wide > svg')).toHaveLength(6);
  expect(document.querySelectorAll('figure .narrow > svg')).toHaveLength(6);
});

it('stacks tables of words on phones, and names the column of each stacked cell', async () => {
  const {document} = new JSDOM((await madeUpReport()).page).window;
  const cells = document.querySelectorAll('.words tbody tr:first-child td');
  expect([...cells].slice(0, 2).map(cell => cell.getAttribute('data-header'))).toEqual(['verdict', 'found here']);
});

it('gives the same bytes for the same records', async () => {
  expect((await madeUpReport()).page).toBe((await madeUpReport()).page);
});

it('keeps networks and data sets apart, in sections and file names', async () => {
  const other = madeUpRecords({seeds: [0]}).map(record => ({
    ...record,
    config: {...record.config, model: {zoo: 'big'}}
  }));
  const {out, page} = await madeUpReport({records: [...madeUpRecords(), ...other]});
  expect(new JSDOM(page).window.document.querySelectorAll('h2')).toHaveLength(2);
  expect(await readdir(join(out, 'figures'))).toContain('accuracy-flops-big-on-made-up-images.svg');
});

it('reports one lone run without intervals', async () => {
  const {page} = await madeUpReport({records: madeUpRecords({seeds: [3]}).slice(0, 1), correlations: []});
  expect(page).toContain('1 run: 1 criterion, seed 3 (n = 1 each)');
  expect(page).not.toContain('NaN');
});

it('refuses to report nothing', async () => {
  await expect(madeUpReport({records: []})).rejects.toThrow(
    'Expected at least one finished run to report, got none. Run the sweep first, then its report.'
  );
});
