import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';

/** Arimo, whose letters are as wide as Helvetica's and Arial's, which figures name; it comes with the package. */
export interface Fonts {
  readonly regular: Buffer;
  readonly bold: Buffer;
}

export const FAMILY = 'Arimo';

const require = createRequire(import.meta.url);
let read: Promise<Fonts> | undefined;

/** The font files, read once, so that print looks the same on machines with other fonts or none. */
export function readFonts(): Promise<Fonts> {
  read ??= readBoth();
  return read;
}

async function readBoth(): Promise<Fonts> {
  const [regular, bold] = await Promise.all(
    ['400Regular/Arimo_400Regular.ttf', '700Bold/Arimo_700Bold.ttf'].map(path =>
      readFile(require.resolve(`@expo-google-fonts/arimo/${path}`))
    )
  );
  return {regular: regular!, bold: bold!};
}
