/** Disjoint sets of the numbers 0 … size − 1, each known by its smallest member. */
export interface UnionFind {
  readonly find: (i: number) => number;
  readonly union: (i: number, j: number) => void;
}

export function createUnionFind(size: number): UnionFind {
  const parent = Int32Array.from({length: size}, (_, i) => i);
  const find = (i: number): number => {
    let root = i;
    while (parent[root] !== root) root = parent[root]!;
    for (let at = i; parent[at] !== root;) [at, parent[at]] = [parent[at]!, root];
    return root;
  };
  return {
    find,
    union: (i, j) => {
      const [a, b] = [find(i), find(j)];
      parent[Math.max(a, b)] = Math.min(a, b);
    }
  };
}
