/**
 * Mutual information H(x) + H(y) − H(x, y) of two columns of categories, in nats, ≥ 0.
 *
 * Written as Σ p(x, y) · ln(p(x, y) / (p(x) p(y))) over integer counts, so that a constant column gives exactly 0.
 */
export function informationGain(x: Int32Array, y: Int32Array): number {
  const total = x.length;
  const countX = countBy(x);
  const countY = countBy(y);
  const pairs = new Map<string, {readonly x: number; readonly y: number; count: number}>();
  x.forEach((category, index) => {
    const key = `${category} ${y[index]}`;
    const pair = pairs.get(key);
    if (pair) pair.count += 1;
    else pairs.set(key, {x: category, y: y[index]!, count: 1});
  });
  let gain = 0;
  for (const pair of pairs.values()) {
    const ratio = (pair.count * total) / (countX.get(pair.x)! * countY.get(pair.y)!);
    gain += (pair.count / total) * Math.log(ratio);
  }
  return Math.max(0, gain);
}

function countBy(categories: Int32Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const category of categories) counts.set(category, (counts.get(category) ?? 0) + 1);
  return counts;
}
