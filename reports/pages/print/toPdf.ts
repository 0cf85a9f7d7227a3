import {JSDOM} from 'jsdom';
import PDFDocument from 'pdfkit';
import svgToPdf from 'svg-to-pdfkit';
import {readFonts} from './fonts.ts';

/** Points of a pixel. */
const POINTS = 0.75;

/**
 * A figure's SVG document as a PDF page of its size: vector graphics, text that stays text, fonts embedded. Its date is
 * fixed, so that equal figures give equal bytes.
 */
export async function toPdf(svg: string): Promise<Uint8Array> {
  const root = new JSDOM(svg, {contentType: 'image/svg+xml'}).window.document.documentElement;
  splitHalos(root);
  const [width, height] = ['width', 'height'].map(name => POINTS * Number(root.getAttribute(name))) as [number, number];
  const fonts = await readFonts();
  const title = root.querySelector('title')?.textContent ?? '';
  // The library dates every document.
  const info = {Title: title, CreationDate: new Date(0)};
  const document = new PDFDocument({size: [width, height], margin: 0, info});
  for (const [name, data] of Object.entries(fonts) as [string, Buffer][]) document.registerFont(name, data);
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    document.on('end', resolve);
    document.on('error', reject);
  });
  svgToPdf(document, root.outerHTML, 0, 0, {fontCallback: (_family, bold) => (bold ? 'bold' : 'regular')});
  document.end();
  await ended;
  return Buffer.concat(chunks);
}

/** Text whose outline lies behind its letters becomes two, since the library knows but one order. */
function splitHalos(root: Element): void {
  for (const text of root.querySelectorAll('[paint-order="stroke"]')) {
    const halo = text.cloneNode(true) as Element;
    text.before(halo);
    text.removeAttribute('stroke');
  }
}
