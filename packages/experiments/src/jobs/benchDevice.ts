import {cpus, loadavg} from 'node:os';
import {currentEngine, type Engine} from '@espalier/backend';

/** What runs a model. */
export interface BenchEngine extends Pick<Engine, 'device' | 'threads'> {
  /** Name and version. */
  readonly engine: string;
}

/** What a time was measured on. */
export interface BenchDevice extends BenchEngine {
  readonly cpu: string;
  readonly cores: number;
  /** Processes that wanted to run, mean over the minute before. */
  readonly load: number;
}

/** The engine that is started. */
export function benchEngine(): BenchEngine {
  const {name, version, device, threads} = currentEngine();
  return {device, engine: `${name} ${version}`, threads};
}

/** This machine, with the engine that is started unless told another. */
export function benchDevice({device, engine, threads} = benchEngine()): BenchDevice {
  const list = cpus();
  const load = Math.round(100 * (loadavg()[0] ?? 0)) / 100;
  return {device, cpu: list[0]?.model ?? 'unknown', cores: list.length, engine, threads, load};
}
