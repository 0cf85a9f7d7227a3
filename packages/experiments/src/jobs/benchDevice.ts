import {cpus, loadavg} from 'node:os';
import {currentEngine, type Engine} from '@espalier/backend';

/** What a time was measured on. */
export interface BenchDevice extends Pick<Engine, 'device' | 'threads'> {
  readonly cpu: string;
  readonly cores: number;
  /** Engine and version. */
  readonly engine: string;
  /** Processes that wanted to run, mean over the minute before. */
  readonly load: number;
}

/** This machine with the engine that is started. */
export function benchDevice(): BenchDevice {
  const {name, version, device, threads} = currentEngine();
  const list = cpus();
  const load = Math.round(100 * (loadavg()[0] ?? 0)) / 100;
  return {device, cpu: list[0]?.model ?? 'unknown', cores: list.length, engine: `${name} ${version}`, threads, load};
}
