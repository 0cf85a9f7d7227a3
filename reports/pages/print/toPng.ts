import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {initWasm, Resvg} from '@resvg/resvg-wasm';
import {FAMILY, readFonts} from './fonts.ts';

/** Pixels for each of the figure's: 300 in an inch where 72 of the figure's points are one. */
const ZOOM = 3;

const require = createRequire(import.meta.url);
let started: Promise<void> | undefined;

/** A figure's SVG document as a PNG image on its own background; equal figures give equal bytes on every machine. */
export async function toPng(svg: string): Promise<Uint8Array> {
  started ??= readFile(require.resolve('@resvg/resvg-wasm/index_bg.wasm')).then(initWasm);
  await started;
  const {regular, bold} = await readFonts();
  const font = {fontBuffers: [regular, bold], defaultFontFamily: FAMILY, sansSerifFamily: FAMILY};
  return new Resvg(svg, {fitTo: {mode: 'zoom', value: ZOOM}, font}).render().asPng();
}
