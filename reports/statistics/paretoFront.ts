/** Something of a size and a worth. */
export interface Traded {
  readonly x: number;
  readonly value: number;
}

/** Those that no other one beats: none is both as small and worth more, or smaller and worth as much. The smallest first. */
export function paretoFront<T extends Traded>(points: readonly T[]): T[] {
  const front: T[] = [];
  for (const point of points.toSorted((a, b) => a.x - b.x || b.value - a.value)) {
    if (point.value > (front.at(-1)?.value ?? -Infinity)) front.push(point);
  }
  return front;
}
