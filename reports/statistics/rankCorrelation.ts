import {deviation, mean} from 'd3-array';
import {rankFractions} from './rankFractions.ts';

/** Spearman's ρ of pairs, ties by average rank; undefined for fewer than three pairs, and where either side is constant. */
export function rankCorrelation(pairs: readonly (readonly [number, number])[]): number | undefined {
  if (pairs.length < 3) return undefined;
  const [x, y] = [rankFractions(pairs.map(([a]) => a)), rankFractions(pairs.map(([, b]) => b))];
  const [mx, my, sx, sy] = [mean(x) ?? 0, mean(y) ?? 0, deviation(x) ?? 0, deviation(y) ?? 0];
  if (sx === 0 || sy === 0) return undefined;
  const sum = x.reduce((total, value, i) => total + (value - mx) * ((y[i] ?? 0) - my), 0);
  return Math.min(1, Math.max(-1, sum / ((pairs.length - 1) * sx * sy)));
}
