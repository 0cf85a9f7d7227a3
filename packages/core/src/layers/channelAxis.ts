import type {SpreadAxis, WeightAxis} from './layerType.ts';

/** An axis that runs over channels, with the channel of each position; undefined for one that does not. */
export function channelAxis(axis: WeightAxis | undefined): SpreadAxis | undefined {
  if (!axis) return undefined;
  return typeof axis === 'string' ? {of: axis, channel: position => position} : axis;
}

/** Whether an axis runs over the channels that the layer reads (`in`) or makes (`out`). */
export function runsOver(axis: WeightAxis | undefined, of: 'in' | 'out'): boolean {
  return channelAxis(axis)?.of === of;
}
