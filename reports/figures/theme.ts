/** Concrete colors, so that a figure stands alone on any page and converts to PDF. */
export const PAPER = '#ffffff';
export const INK = '#1f2328';
export const MUTED = '#59636e';
export const GRID = '#d8dee4';

/** Okabe and Ito's colors (2008) without yellow, which is illegible as a line on white. */
export const OKABE_ITO = {
  vermillion: '#d55e00',
  blue: '#0072b2',
  green: '#009e73',
  sky: '#56b4e9',
  purple: '#cc79a7',
  orange: '#e69f00',
  gray: '#767676',
  black: '#000000'
} as const;

/** Depth in the network, first layer first: plasma, whose lightness rises all the way, so gray print keeps the order. */
export const DEPTH = [
  '#0d0887', '#2e0595', '#48039f', '#6001a6', '#7501a8', '#8b0aa5', '#a01a9c', '#b12a90',
  '#c13b82', '#cf4c74', '#db5c68', '#e76e5b', '#f0804e', '#f79342', '#fca835', '#febe2a'
] as const; // prettier-ignore

/** What each color becomes on a dark page; a page's style sheet overrides the attributes in its inline figures. */
export const DARK: ReadonlyMap<string, string> = new Map([
  [PAPER, '#161b22'],
  [INK, '#e6edf3'],
  [MUTED, '#a0aab4'],
  [GRID, '#343b44'],
  [OKABE_ITO.vermillion, '#ff8440'],
  [OKABE_ITO.blue, '#4aa8e8'],
  [OKABE_ITO.green, '#2fc99b'],
  [OKABE_ITO.sky, '#8fd0f7'],
  [OKABE_ITO.purple, '#e39bc3'],
  [OKABE_ITO.orange, '#f2b632'],
  [OKABE_ITO.gray, '#9c9c9c'],
  [OKABE_ITO.black, '#f5f5f5'],
  ...zip(DEPTH, [
    '#a51f99', '#b22b8f', '#be3885', '#c8437b', '#d24f71', '#db5c68', '#e4695e', '#eb7655',
    '#f2844b', '#f79342', '#fba238', '#fdb22f', '#fdc328', '#fbd524', '#f6e826', '#f0f921'
  ]) // prettier-ignore
]);

export const FONT = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";
export const FONT_SIZE = 12;

/** Width of a figure on paper and wide screens, and on a phone, in pixels. */
export const WIDE = 720;
export const NARROW = 320;

/** Width of a small figure: narrower than NARROW, so that it is drawn in brief. */
export const SMALL = 300;

/** Rough width of a text in pixels; layout needs it before anything is drawn. */
export function textWidth(text: string): number {
  return text.length * FONT_SIZE * 0.56;
}

/** One color for each of `count` layers, spread over the whole range of depth. */
export function depthColors(count: number): string[] {
  const step = count > 1 ? (DEPTH.length - 1) / (count - 1) : 0;
  return Array.from({length: count}, (_, i) => DEPTH[Math.round(i * step)] ?? DEPTH[0]);
}

function zip(light: readonly string[], dark: readonly string[]): [string, string][] {
  return light.map((color, i) => [color, dark[i] ?? color]);
}
