import type {ZooNetwork} from './zooNetwork.ts';

/** Throws with what a network of the zoo reads where `inputShape` is of another rank, or too small for its layers. */
export function checkInput({input}: ZooNetwork, inputShape: readonly number[]): void {
  const {what, smallest, repeated, anyAxes} = input;
  const ranks = repeated === undefined ? [smallest.length] : [smallest.length, smallest.length + 1];
  const hasRank = anyAxes ? inputShape.length > 0 : ranks.includes(inputShape.length);
  const fits = hasRank && smallest.every((size, i) => size <= trailing(inputShape, i, smallest));
  if (fits) return;
  const more = repeated === undefined ? '' : `, or several (${repeated}) in front`;
  throw new Error(`Expected ${what}${more}, at least ${sizes(smallest)}, got ${sizes(inputShape)}.`);
}

/** Size of axis `i` of `smallest`, counted from the last. */
function trailing(inputShape: readonly number[], i: number, smallest: readonly number[]): number {
  return inputShape.at(i - smallest.length) ?? 0;
}

function sizes(shape: readonly number[]): string {
  return shape.join(' × ');
}
