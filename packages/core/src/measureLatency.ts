import {tf} from '@espalier/backend';
import {createBreather} from './breathe.ts';
import {fed, type Feed} from './graph/feed.ts';
import {forward} from './graph/forward.ts';
import type {Network} from './graph/network.ts';

/** Medians of the time that one forward pass takes, in milliseconds. */
export interface Latency {
  readonly before: number;
  readonly after: number;
  /** after / before. */
  readonly ratio: number;
}

export interface LatencyOptions {
  /** Passes of each network that are not counted. */
  readonly warmUp?: number;
  /** Counted passes of each network, at least; more until `seconds` are over, at most `most`. */
  readonly least?: number;
  readonly most?: number;
  readonly seconds?: number;
}

/**
 * Milliseconds that each network takes to compute all its outputs for the examples `x`, pass by pass: a list for each.
 * They take turns.
 */
export function measureLatency(
  networks: readonly Network[],
  x: Feed,
  options: LatencyOptions = {}
): Promise<number[][]> {
  return timeByTurns(
    networks.map(network => () => timePass(network, x)),
    options
  );
}

/**
 * What each of `passes` says that it took, a list for each. They take turns, so that a machine that grows slower or faster
 * meanwhile does so for all.
 */
export async function timeByTurns(
  passes: readonly (() => number | Promise<number>)[],
  {warmUp = 2, least = 9, most = 101, seconds = 0.3}: LatencyOptions = {}
): Promise<number[][]> {
  const breathe = createBreather();
  const times: readonly number[][] = passes.map(() => []);
  const started = performance.now();
  const isOver = (round: number) => round >= most || performance.now() - started > 1000 * seconds;
  for (let round = -warmUp; round < least || !isOver(round); round++) {
    await breathe();
    for (const [i, pass] of passes.entries()) {
      const time = await pass();
      if (round >= 0) times[i]!.push(time);
    }
  }
  return [...times];
}

/** How much faster `network` is than `original`, by turns. */
export async function measureLatencyRatio(
  network: Network,
  original: Network,
  x: Feed,
  options: LatencyOptions = {}
): Promise<Latency> {
  const [before, after] = (await measureLatency([original, network], x, options)).map(median);
  return {before: before!, after: after!, ratio: after! / before!};
}

/** Milliseconds of one pass in evaluation mode, until the outputs are there. */
export function timePass(network: Network, x: Feed): number {
  const started = performance.now();
  tf.tidy(() => forward(network, fed(network, x), network.outputs).forEach(output => void output.dataSync()));
  return performance.now() - started;
}

/** The value in the middle, or the mean of the two. */
export function median(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
