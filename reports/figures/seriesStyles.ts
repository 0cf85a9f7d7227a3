import {OKABE_ITO} from './theme.ts';

/** How a line looks: color, dash and marker each tell it apart on their own as far as possible. */
export interface SeriesStyle {
  readonly color: string;
  /** An SVG dash array; `none` is a solid line. */
  readonly dash: string;
  readonly symbol: (typeof SYMBOLS)[number];
}

const SYMBOLS = ['circle', 'square', 'triangle', 'diamond', 'cross', 'star', 'wye'] as const;
const DASHES = ['none', '6,3', '2,3', '9,3,2,3', '12,4', '4,2,1,2'] as const;

const style = (color: keyof typeof OKABE_ITO, dash: number, symbol: number): SeriesStyle => ({
  color: OKABE_ITO[color],
  dash: DASHES[dash] ?? 'none',
  symbol: SYMBOLS[symbol] ?? 'circle'
});

/** The registered criteria look the same in every figure. The order is that of legends and tables. */
const KNOWN: ReadonlyMap<string, SeriesStyle> = new Map([
  ['oracle-abs', style('black', 0, 5)],
  ['oracle-loss', style('black', 1, 5)],
  ['taylor', style('vermillion', 0, 0)],
  ['taylor-signed', style('vermillion', 1, 3)],
  ['taylor-elementwise', style('vermillion', 2, 2)],
  ['taylor-fo', style('vermillion', 3, 1)],
  ['obd', style('blue', 1, 1)],
  ['obd-weights', style('blue', 2, 3)],
  ['weight', style('green', 3, 2)],
  ['activation', style('sky', 0, 3)],
  ['activation-std', style('purple', 4, 4)],
  ['apoz', style('orange', 1, 5)],
  ['mutual-information', style('purple', 2, 6)],
  ['random', style('gray', 2, 4)]
]);

/** Criteria in the order of legends and tables: Taylor's kin first, chance last, plugins between, by name. */
export function compareCriteria(a: string, b: string): number {
  const order = [...KNOWN.keys()];
  const place = (name: string) => (KNOWN.has(name) ? order.indexOf(name) : order.length - 1.5);
  return place(a) - place(b) || (a < b ? -1 : a > b ? 1 : 0);
}

/**
 * A style for each series. The first series of a known criterion has that criterion's own; the others take free
 * combinations in turn, the same for the same list.
 */
export function seriesStyles(
  series: readonly {readonly label: string; readonly criterion: string}[]
): ReadonlyMap<string, SeriesStyle> {
  const styles = new Map<string, SeriesStyle>();
  const taken = new Set(series.flatMap(({criterion}) => keyOf(KNOWN.get(criterion))));
  const free = [...combinations()].filter(candidate => !taken.has(keyOf(candidate)[0] ?? ''));
  const started = new Set<string>();
  for (const {label, criterion} of series) {
    const known = started.has(criterion) ? undefined : KNOWN.get(criterion);
    started.add(criterion);
    styles.set(label, known ?? free.shift() ?? style('gray', 0, 0));
  }
  return styles;
}

function keyOf(candidate: SeriesStyle | undefined): string[] {
  return candidate ? [`${candidate.color} ${candidate.dash}`] : [];
}

function* combinations(): Generator<SeriesStyle> {
  const colors = Object.keys(OKABE_ITO) as (keyof typeof OKABE_ITO)[];
  for (let i = 0; i < colors.length * DASHES.length; i++) {
    const color = colors[i % colors.length] ?? 'gray';
    yield style(color, (i + Math.floor(i / colors.length)) % DASHES.length, i % SYMBOLS.length);
  }
}
