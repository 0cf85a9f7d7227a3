import type {Shape} from '../graph/network.ts';
import type {Config} from './layerType.ts';

/** Axes as Keras writes them: a number or a list; 0 is the batch axis, −1 the channels. */
export function writtenAxes(config: Config, key: string, fallback: number): readonly number[] {
  const value = [config[key] ?? fallback].flat();
  if (value.length > 0 && value.every(Number.isInteger)) return value as number[];
  throw new Error(`Expected \`${key}\` to be a whole number or a list of them, got ${JSON.stringify(config[key])}.`);
}

/** The same axes of a tensor [batch, ...input], counted from 0 and rising. Throws on the batch axis and any other that is not there. */
export function axesOf(config: Config, key: string, fallback: number, input: Shape): number[] {
  const axes = writtenAxes(config, key, fallback).map(axis => (axis < 0 ? axis + input.length + 1 : axis));
  const good = axes.every((axis, i) => axis > (axes[i - 1] ?? 0) && axis <= input.length);
  if (good) return axes;
  throw new Error(
    `Expected \`${key}\` to be rising axes from 1 to ${input.length}, got ${JSON.stringify(config[key] ?? fallback)}.`
  );
}

/** Whether axes may take in the channels: only counted from the end is that known without the input. */
export function mayMeetChannels(axes: readonly number[]): boolean {
  return axes.some(axis => axis >= -1);
}
