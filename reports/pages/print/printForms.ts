import type {PageFile} from '../partFiles.ts';

/** A file for print: its path in the folder of its page, and its bytes. */
export type PrintFile = readonly [path: string, bytes: Uint8Array];

/** What is made of a figure's SVG file for papers and slides; nothing of other files. */
export async function printForms([path, text]: PageFile): Promise<PrintFile[]> {
  if (!path.endsWith('.svg')) return [];
  // Both are large, and most commands have no figure to print.
  const [{toPdf}, {toPng}] = await Promise.all([import('./toPdf.ts'), import('./toPng.ts')]);
  const stem = path.slice(0, -'.svg'.length);
  return [
    [`${stem}.pdf`, await toPdf(text)],
    [`${stem}.png`, await toPng(text)]
  ];
}
