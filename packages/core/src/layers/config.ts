import type {Shape} from '../graph/network.ts';
import type {Config} from './layerType.ts';

/** Reads one whole number an axis, such as strides; a lone number stands for all of them. */
export function tuple(config: Config, key: string, rank: number, fallback: number): number[] {
  const value = config[key] ?? fallback;
  if (typeof value === 'number') return new Array<number>(rank).fill(value);
  if (Array.isArray(value) && value.length === rank && value.every(Number.isInteger)) return value as number[];
  const wanted = rank === 1 ? 'a whole number' : `one whole number, or ${rank} of them`;
  throw new Error(`Expected \`${key}\` to be ${wanted}, got ${JSON.stringify(value)}.`);
}

/** Reads a pair such as strides; a lone number stands for both. */
export function pair(config: Config, key: string, fallback: number): [number, number] {
  return tuple(config, key, 2, fallback) as [number, number];
}

export function count(config: Config, key: string): number {
  const value = config[key];
  if (Number.isInteger(value) && (value as number) > 0) return value as number;
  throw new Error(`Expected \`${key}\` to be a positive whole number, got ${JSON.stringify(value)}.`);
}

export function numberOr(config: Config, key: string, fallback: number): number {
  const value = config[key] ?? fallback;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new Error(`Expected \`${key}\` to be a number, got ${JSON.stringify(value)}.`);
}

export function flag(config: Config, key: string, fallback: boolean): boolean {
  const value = config[key] ?? fallback;
  if (typeof value === 'boolean') return value;
  throw new Error(`Expected \`${key}\` to be true or false, got ${JSON.stringify(value)}.`);
}

export function padding(config: Config): 'same' | 'valid' {
  const value = config['padding'] ?? 'valid';
  if (value === 'same' || value === 'valid') return value;
  throw new Error(`Expected \`padding\` to be "same" or "valid", got ${JSON.stringify(value)}.`);
}

/** Refuses what the engine would compute wrongly: channels must be the last axis. */
export function requireChannelsLast(config: Config): void {
  const format = config['data_format'] ?? 'channels_last';
  if (format !== 'channels_last') {
    throw new Error(`Expected \`data_format\` to be "channels_last", got ${JSON.stringify(format)}.`);
  }
}

/** Length of a spatial axis behind a window, as TensorFlow computes it. */
export function windowed(size: number, window: number, stride: number, pad: 'same' | 'valid', dilation = 1): number {
  const extent = (window - 1) * dilation + 1;
  return Math.ceil((pad === 'same' ? size : size - extent + 1) / stride);
}

/** Size along each spatial axis behind a convolution of any kind over [...spatial, channels]. */
export function convolvedSize(config: Config, input: Shape): number[] {
  const rank = input.length - 1;
  const kernel = tuple(config, 'kernel_size', rank, NaN);
  const strides = tuple(config, 'strides', rank, 1);
  const dilation = tuple(config, 'dilation_rate', rank, 1);
  const pad = padding(config);
  return kernel.map((size, axis) => windowed(input[axis]!, size, strides[axis]!, pad, dilation[axis]));
}

/** Refuses an input that has not `rank` spatial axes in front of its channels. */
export function requireSpatialAxes(input: Shape | undefined, rank: number): void {
  if (input?.length === rank + 1) return;
  const axes = ['depth', 'height', 'width'].slice(3 - rank);
  const wanted = [...(rank === 1 ? ['steps'] : axes), 'channels'].join(', ');
  throw new Error(`Expected an input of shape [${wanted}], got [${input?.join(', ') ?? ''}].`);
}

/** Refuses settings that TensorFlow.js' own layers do not know: they would ignore them and compute something else. */
export function requireDefault(config: Config, key: string, fallback: unknown): void {
  const value = config[key] ?? fallback;
  if (JSON.stringify(value) === JSON.stringify(fallback)) return;
  const wanted = fallback === null ? 'left out' : JSON.stringify(fallback);
  throw new Error(`Expected \`${key}\` to be ${wanted}, got ${JSON.stringify(value)}: TensorFlow.js has no other.`);
}

/** Refuses dilation where TensorFlow.js' own layer leaves it out. */
export function requireNoDilation(config: Config, rank: number): void {
  if (tuple(config, 'dilation_rate', rank, 1).some(rate => rate !== 1)) requireDefault(config, 'dilation_rate', 1);
}
