import seedrandom from 'seedrandom';

/** A seeded stream of random numbers; every random step of Espalier draws from one. */
export interface Random {
  /** In [0, 1). */
  readonly uniform: () => number;
  /** Mean 0, variance 1. */
  readonly normal: () => number;
  /** The numbers 0 … n − 1 in random order (Fisher and Yates). */
  readonly permutation: (n: number) => number[];
}

/**
 * A stream for a purpose: seeds are joined with their purpose (`7/order/3`), so that no two purposes share numbers.
 */
export function createRandom(seed: string | number): Random {
  const uniform = seedrandom(String(seed));
  return {
    uniform: () => uniform(),
    // Box and Muller; 1 − u keeps the logarithm away from 0.
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    permutation: n => {
      const order = Array.from({length: n}, (_, i) => i);
      for (let i = n - 1; i > 0; i--) {
        const j = Math.floor(uniform() * (i + 1));
        [order[i], order[j]] = [order[j]!, order[i]!];
      }
      return order;
    }
  };
}
