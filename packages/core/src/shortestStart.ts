/**
 * The shortest start of a list that is enough, or all of it where none is. What is enough stays enough when more is
 * added.
 */
export async function shortestStart<T>(
  list: readonly T[],
  enough: (start: readonly T[]) => boolean | Promise<boolean>
): Promise<readonly T[]> {
  if (!(await enough(list))) return list;
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (await enough(list.slice(0, middle))) high = middle;
    else low = middle + 1;
  }
  return list.slice(0, low);
}
