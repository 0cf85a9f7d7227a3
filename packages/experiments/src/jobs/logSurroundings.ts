import {readFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {ConfigError} from '../schema/ConfigError.ts';
import {parseExperimentFile} from '../schema/experimentFile.ts';
import {settingsSchema, type Settings} from '../schema/experiment.ts';
import {validate} from '../schema/validate.ts';
import {readMeta} from '../runs/meta.ts';

/** What lies beside a pruning log. */
export interface LogSurroundings {
  readonly folder: string;
  /** From `config.yaml`. */
  readonly config?: {readonly settings: Settings; readonly seed: number};
  /** Digests of the model and the data, where `result.json` or `meta.json` tell. */
  readonly model?: string;
  readonly data?: string;
  /** Number of steps, where `result.json` tells. */
  readonly steps?: number;
  /** A drop of quality ended the pruning, in front of a step. */
  readonly stopped?: boolean;
}

/** Reads what lies beside a pruning log, of `prune` or of a run. Throws a ConfigError where it cannot be understood. */
export async function readSurroundings(log: string): Promise<LogSurroundings> {
  const folder = dirname(log);
  const file = join(folder, 'config.yaml');
  const text = await readText(file);
  const result = resultOf(await readText(join(folder, 'result.json')), join(folder, 'result.json'));
  const meta = await readMeta(folder);
  return {
    folder,
    ...(text !== undefined && {config: configOf(text, file)}),
    model: result?.model?.sha256,
    data: result?.data?.sha256 ?? meta?.inputs.digests.data,
    steps: result?.steps,
    stopped: result?.stopped?.by === 'maxDrop'
  };
}

/** The criterion is not looked up: where nothing is fine-tuned its plugin may be gone. */
function configOf(text: string, file: string): LogSurroundings['config'] {
  const {settings, seeds, place} = parseExperimentFile(text, file);
  return {settings: validate(settingsSchema, settings, place), seed: seeds[0] ?? 0};
}

interface ResultHead {
  readonly model?: {readonly sha256?: string};
  readonly data?: {readonly sha256?: string};
  readonly steps?: number;
  readonly stopped?: {readonly by?: string};
}

function resultOf(text: string | undefined, file: string): ResultHead | undefined {
  if (text === undefined) return undefined;
  try {
    return (JSON.parse(text) ?? undefined) as ResultHead | undefined;
  } catch (cause) {
    throw new ConfigError(`${file}: Expected JSON, got ${(cause as Error).message}.`, {cause});
  }
}

async function readText(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
}
