import type {Collect, Moments, Rows} from '../criterion.ts';

/** Brings the [batch, units] results of all minibatches together, counting examples, not batches. */
export interface Collector {
  /** `values` is row-major [rows, units]. */
  readonly add: (values: Float32Array, rows: number) => void;
  readonly result: () => Float64Array | Moments | Rows;
}

/** Where what is observed goes: all of a minibatch, or some rows of it. */
export interface Sink {
  /** By place: criterion, group, map and key. */
  readonly collectors: Map<string, Collector>;
  readonly rows?: readonly number[];
}

/** The rows of row-major `values` that a sink takes. */
export function rowsOf(values: Float32Array, units: number, rows: readonly number[]): Float32Array {
  const taken = new Float32Array(rows.length * units);
  for (const [i, row] of rows.entries()) taken.set(values.subarray(row * units, (row + 1) * units), i * units);
  return taken;
}

export function createCollector(collect: Collect, units: number): Collector {
  if (collect === 'all') return collectRows(units);
  return collect === 'moments' ? collectMoments(units) : collectMean(units);
}

function collectMean(units: number): Collector {
  const sum = new Float64Array(units);
  let examples = 0;
  return {
    add: (values, rows) => {
      for (let i = 0; i < values.length; i++) sum[i % units]! += values[i]!;
      examples += rows;
    },
    result: () => sum.map(value => value / examples)
  };
}

/** Welford's update: the variance never is a difference of large numbers. */
function collectMoments(units: number): Collector {
  const mean = new Float64Array(units);
  const squares = new Float64Array(units);
  let examples = 0;
  return {
    add: (values, rows) => {
      for (let row = 0; row < rows; row++) {
        examples++;
        for (let unit = 0; unit < units; unit++) {
          const value = values[row * units + unit]!;
          const before = value - mean[unit]!;
          mean[unit]! += before / examples;
          squares[unit]! += before * (value - mean[unit]!);
        }
      }
    },
    result: () => ({mean: mean.slice(), variance: squares.map(value => value / examples)})
  };
}

function collectRows(units: number): Collector {
  const parts: Float32Array[] = [];
  return {
    add: values => parts.push(values),
    result: () => {
      const all = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
      let offset = 0;
      for (const part of parts) {
        all.set(part, offset);
        offset += part.length;
      }
      return {values: all, units};
    }
  };
}
