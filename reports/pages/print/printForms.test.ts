import {inflateSync} from 'node:zlib';
import {expect, it} from 'vitest';
import {accuracyAgainst} from '../../figures/accuracyAgainst.ts';
import {madeUpRecords} from '../../testing/madeUpRecords.ts';
import {parseSvg} from '../../testing/parseSvg.ts';
import {printForms} from './printForms.ts';

const svg = accuracyAgainst({records: madeUpRecords(), remaining: 'flops', command: 'espalier report made-up'}).draw();

async function print(text = svg): Promise<{readonly pdf: Buffer; readonly png: Buffer}> {
  const [[pdfPath, pdf], [pngPath, png]] = (await printForms(['figures/a.svg', text])) as [
    [string, Uint8Array],
    [string, Uint8Array]
  ];
  expect([pdfPath, pngPath]).toEqual(['figures/a.pdf', 'figures/a.png']);
  return {pdf: Buffer.from(pdf), png: Buffer.from(png)};
}

const printed = print();

/** What the page of a PDF paints, as its operators. */
function operators(pdf: Buffer): string {
  const text = pdf.toString('latin1');
  const streams = [...text.matchAll(/\/FlateDecode\n>>\nstream\n/g)].map(({index, 0: head}) => index + head.length);
  const inflated = streams.map(start => inflateSync(pdf.subarray(start), {finishFlush: 2}).toString('latin1'));
  return inflated.find(stream => /\bT[jJ]\b/.test(stream)) ?? '';
}

it('makes a PDF of vectors, whose text stays text in embedded fonts', async () => {
  const {pdf} = await printed;
  const text = pdf.toString('latin1');
  expect(text).toMatch(/^%PDF-1\./);
  expect(text).not.toContain('/Subtype /Image');
  expect(text.match(/\/ToUnicode/g)?.length).toBe(text.match(/\/Subtype \/Type0/g)?.length);
  expect(text).toContain('/FontFile2');
  const words = parseSvg(svg).querySelectorAll('text').length;
  expect(words).toBeGreaterThan(10);
  expect(operators(pdf).match(/\bT[jJ]\b/g)?.length).toBeGreaterThanOrEqual(words);
  // 720 pixels are 540 points.
  expect(text).toMatch(/\/MediaBox \[0 0 540 /);
});

it('makes a PNG of 3 pixels for each, text included', async () => {
  const {png} = await printed;
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([
    3 * 720,
    3 * Number(parseSvg(svg).getAttribute('height'))
  ]);
  const wordless = svg.replace(/<text[^>]*>[^<]*<\/text>/g, '');
  expect(png.equals((await print(wordless)).png)).toBe(false);
});

it('gives the same bytes for the same figure, whatever the day', async () => {
  const [first, second] = [await printed, await print()];
  expect(second).toEqual(first);
  const dates = first.pdf.toString('latin1').match(/D:\d+/g);
  expect(dates).toEqual(['D:19700101000000']);
});

it('prints figures alone', async () => {
  expect(await printForms(['tables/a.md', '| a |'])).toEqual([]);
});
