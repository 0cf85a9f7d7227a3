import type {Shape} from '../graph/network.ts';
import type {Config} from './layerType.ts';

/** Reads a pair such as strides; a lone number stands for both. */
export function pair(config: Config, key: string, fallback: number): [number, number] {
  const value = config[key] ?? fallback;
  if (typeof value === 'number') return [value, value];
  if (Array.isArray(value) && value.length === 2 && value.every(Number.isInteger)) return value as [number, number];
  throw new Error(`Expected \`${key}\` to be one or two whole numbers, got ${JSON.stringify(value)}.`);
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

/** Height and width behind a convolution of any kind over [height, width, channels]. */
export function convolvedSize(config: Config, [height, width]: Shape): [number, number] {
  const [kernelHeight, kernelWidth] = pair(config, 'kernel_size', NaN);
  const [strideHeight, strideWidth] = pair(config, 'strides', 1);
  const [dilationHeight, dilationWidth] = pair(config, 'dilation_rate', 1);
  const pad = padding(config);
  return [
    windowed(height!, kernelHeight, strideHeight, pad, dilationHeight),
    windowed(width!, kernelWidth, strideWidth, pad, dilationWidth)
  ];
}
