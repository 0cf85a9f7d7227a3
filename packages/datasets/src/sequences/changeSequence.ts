/** Values [steps, dimensions], row by row. */
export interface Sequence {
  readonly values: Float32Array;
  readonly dimensions: number;
}

/** Numbers in [0, 1). */
export type Uniform = () => number;

const PARTS = 4; // of a sequence, each with a speed of its own

/** Number of steps, 1 − `length` to 1 + `length` times as many as there are, from one uniform number; at least 2 unless there is one. */
export function changedSteps(steps: number, length: number, uniform: Uniform): number {
  return Math.max(Math.min(2, steps), Math.round(steps * (1 + length * (2 * uniform() - 1))));
}

/**
 * Where in time, from 0 to 1, the parts of a sequence end once each of four equal parts has been given a speed of 1 − `warp`
 * to 1 + `warp`, from four uniform numbers: five places, the first 0 and the last 1.
 */
export function warpedParts(warp: number, uniform: Uniform): readonly number[] {
  const speeds = Array.from({length: PARTS}, () => 1 + warp * (2 * uniform() - 1));
  const total = speeds.reduce((sum, speed) => sum + speed, 0);
  const ends = speeds.map((_, part) => speeds.slice(0, part + 1).reduce((sum, speed) => sum + speed, 0) / total);
  return [0, ...ends.slice(0, -1), 1];
}

/** The sequence at `steps` times, between its first and its last, on lines between its steps; `parts` are from `warpedParts`. */
export function resample({values, dimensions}: Sequence, steps: number, parts: readonly number[]): Sequence {
  const last = values.length / dimensions - 1;
  const out = new Float32Array(steps * dimensions);
  for (let step = 0; step < steps; step++) {
    const place = steps === 1 ? 0 : (step / (steps - 1)) * PARTS;
    const part = Math.min(Math.floor(place), PARTS - 1);
    const time = (parts[part]! + (place - part) * (parts[part + 1]! - parts[part]!)) * last;
    const before = Math.min(Math.floor(time), Math.max(last - 1, 0));
    const after = Math.min(before + 1, last);
    for (let d = 0; d < dimensions; d++) {
      const [a, b] = [values[before * dimensions + d]!, values[after * dimensions + d]!];
      out[step * dimensions + d] = a + (b - a) * (time - before);
    }
  }
  return {values: out, dimensions};
}

/** All values of dimension d times 1 + `scale` · `normals[d]`, in place. */
export function scaleDimensions({values, dimensions}: Sequence, scale: number, normals: readonly number[]): void {
  const factors = normals.map(normal => 1 + scale * normal);
  values.forEach((value, i) => (values[i] = value * factors[i % dimensions]!));
}

/** Adds normal noise of `jitter` standard deviations of each dimension to its values, in place. */
export function addNoise({values, dimensions}: Sequence, jitter: number, normal: () => number): void {
  const steps = values.length / dimensions;
  const deviations = Array.from({length: dimensions}, (_, d) => {
    const own = Array.from({length: steps}, (_, step) => values[step * dimensions + d]!);
    const mean = own.reduce((sum, value) => sum + value, 0) / steps;
    return Math.sqrt(own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / steps);
  });
  values.forEach((value, i) => (values[i] = value + jitter * deviations[i % dimensions]! * normal()));
}
