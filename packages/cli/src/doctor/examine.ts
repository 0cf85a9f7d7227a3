import {readdir, stat} from 'node:fs/promises';
import {cpus} from 'node:os';
import {join} from 'node:path';
import {
  cacheFolder,
  EngineError,
  nativeStatus,
  startEngine,
  tf,
  type Engine,
  type NativeStatus
} from '@espalier/backend';
import {VERSION} from '@espalier/experiments';
import {threadsAdvice} from './threadsAdvice.ts';

/** `doctor --json`. */
export interface DoctorDocument {
  readonly format: 'espalier.doctor/1';
  readonly espalier: string;
  readonly node: string;
  readonly platform: string;
  readonly cpu: {readonly model: string; readonly cores: number};
  /** Absent where the engine that was asked for by name cannot be had; `error` says why. */
  readonly engine?: Engine;
  readonly error?: string;
  readonly tensorflowJs: string;
  readonly native: readonly NativeStatus[];
  readonly cache: {readonly folder: string; readonly bytes: number};
  /** How many threads to give runs where there are many, as it was measured. */
  readonly threadsAdvice?: string;
  /** What the environment asks for. */
  readonly environment: Readonly<Record<string, string>>;
}

const VARIABLES = ['ESPALIER_ENGINE', 'ESPALIER_THREADS', 'ESPALIER_CACHE'];

/** Starts the engine and looks around. */
export async function examine(): Promise<DoctorDocument> {
  const folder = cacheFolder();
  const processors = cpus();
  return {
    format: 'espalier.doctor/1',
    espalier: VERSION,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cpu: {model: processors[0]?.model.trim() ?? 'unknown', cores: processors.length},
    ...(await tryEngine()),
    tensorflowJs: tf.version_core,
    native: [nativeStatus('cpu'), nativeStatus('gpu')],
    cache: {folder, bytes: await sizeOf(folder)},
    threadsAdvice: threadsAdvice(),
    environment: Object.fromEntries(
      VARIABLES.flatMap(name => (process.env[name] ? [[name, process.env[name]] as const] : []))
    )
  };
}

async function tryEngine(): Promise<{engine: Engine} | {error: string}> {
  try {
    return {engine: await startEngine()};
  } catch (error) {
    if (error instanceof EngineError) return {error: error.message};
    throw error;
  }
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder, {recursive: true}).catch(() => []);
  const found = await Promise.all(names.map(name => stat(join(folder, name)).catch(() => undefined)));
  return found.reduce((sum, entry) => sum + (entry?.isFile() ? entry.size : 0), 0);
}
