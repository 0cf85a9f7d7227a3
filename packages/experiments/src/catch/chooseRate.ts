/** Rates beyond those that were asked for. */
const MOST_BEYOND = 4;

/** Mean returns of a rate's networks, one a seed. */
export type ReturnsByRate = ReadonlyMap<number, readonly number[]>;

/**
 * The rate to take: of all whose mean lies at most one standard error below the highest mean, the smallest. The standard error is
 * that of the highest mean.
 */
export function chooseRate(returns: ReturnsByRate): number {
  const best = returns.get(highestRate(returns))!;
  const least = mean(best) - standardError(best);
  return Math.min(...[...returns].filter(([, values]) => mean(values) >= least).map(([rate]) => rate));
}

/** The rate of the highest mean, the smallest of equals. */
export function highestRate(returns: ReturnsByRate): number {
  const means = [...returns].map(([rate, values]) => [rate, mean(values)] as const);
  const highest = Math.max(...means.map(([, value]) => value));
  return Math.min(...means.filter(([, value]) => value === highest).map(([rate]) => rate));
}

/**
 * Asks for the returns of each rate, and of half the smallest or twice the largest for as long as the highest mean or the
 * choice lies at an edge of what was tried, `MOST_BEYOND` rates at most.
 */
export async function searchRates(
  rates: readonly number[],
  returnsAt: (rate: number) => Promise<readonly number[]>
): Promise<{readonly rate: number; readonly returns: ReturnsByRate}> {
  const returns = new Map<number, readonly number[]>();
  for (let wanted = [...rates]; wanted.length > 0;) {
    for (const rate of wanted) returns.set(rate, await returnsAt(rate));
    const tried = [...returns.keys()];
    const [least, most] = [Math.min(...tried), Math.max(...tried)];
    const inside = [chooseRate(returns), highestRate(returns)];
    const beyond = [...(inside.includes(least) ? [least / 2] : []), ...(inside.includes(most) ? [most * 2] : [])];
    wanted = tried.length < rates.length + MOST_BEYOND ? beyond : [];
  }
  return {rate: chooseRate(returns), returns};
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function standardError(values: readonly number[]): number {
  const center = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}
