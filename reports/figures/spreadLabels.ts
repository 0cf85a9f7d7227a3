/**
 * Moves label positions apart until each two are at least `gap` apart (less where they cannot all fit) and all lie in
 * [low, high], with the least squared movement. Order by position is kept; results are parallel to the input.
 *
 * With k × gap taken off the k-th position, what remains has only to be non-decreasing: pooling adjacent violators
 * solves that.
 */
export function spreadLabels(
  positions: readonly number[],
  gap: number,
  [low, high]: readonly [number, number]
): number[] {
  const last = positions.length - 1;
  const step = last > 0 ? Math.min(gap, (high - low) / last) : 0;
  const order = positions.map((position, index) => ({position, index})).sort((a, b) => a.position - b.position);
  const offsets = poolViolators(order.map(({position}, k) => position - k * step));
  const placed = new Array<number>(positions.length).fill(0);
  for (const [k, {index}] of order.entries()) {
    placed[index] = Math.min(Math.max(offsets[k] ?? 0, low), high - last * step) + k * step;
  }
  return placed;
}

function poolViolators(values: readonly number[]): number[] {
  const blocks: {mean: number; size: number}[] = [];
  for (const value of values) {
    let block = {mean: value, size: 1};
    for (let before = blocks.at(-1); before && before.mean > block.mean; before = blocks.at(-1)) {
      blocks.pop();
      const size = before.size + block.size;
      block = {mean: (before.mean * before.size + block.mean * block.size) / size, size};
    }
    blocks.push(block);
  }
  return blocks.flatMap(({mean, size}) => new Array<number>(size).fill(mean));
}
