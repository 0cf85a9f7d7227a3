import {readdir} from 'node:fs/promises';
import {basename, dirname, join, resolve} from 'node:path';
import type {z} from 'zod';
import {groupsBeforePooling, inspectionSchema} from './groupsBeforePooling.ts';
import {labelRuns} from './labelRuns.ts';
import {newestRuns} from './newestRuns.ts';
import {parseConfig, parseLines, parseRecord, readOptional} from './readRecordFile.ts';
import type {RunRecord} from './runRecord.ts';
import {
  baseSchema,
  metaSchema,
  metricPointSchema,
  oracleSchema,
  removalStepSchema,
  resultSchema,
  scoresSchema
} from './schemas.ts';
import {RecordError} from './recordError.ts';

/** A sweep's finished runs, ordered by criterion and seed as their folders are, and those that are not finished. */
export interface SweepRecords {
  readonly sweep: string;
  readonly records: RunRecord[];
  readonly unfinished: {readonly id: string; readonly status: string}[];
  /** Ids of finished runs that a newer run of the same settings and seed replaces (another engine or version). */
  readonly superseded: string[];
}

type Stages = Map<string, Promise<unknown>>;

/**
 * Reads the folder `runs/<sweep>`; scores and oracles come from the stages beside it, each read once.
 *
 * Runs without `result.json` are unfinished: counted, not read. Throws where a file of a finished run is missing or
 * broken, naming the file, and its line or key.
 */
export async function readSweep(folder: string): Promise<SweepRecords> {
  const root = resolve(folder);
  const sweep = basename(root);
  const stages: Stages = new Map();
  const read: ReadRun[] = [];
  const unfinished: {id: string; status: string}[] = [];
  for (const id of await runFolders(root)) {
    const run = join(root, id);
    const [meta, result] = await Promise.all([
      readOptional(join(run, 'meta.json')),
      readOptional(join(run, 'result.json'))
    ]);
    if (result !== undefined) read.push(await readRun({sweep, id, run, meta, result, stages}));
    else if (meta !== undefined)
      unfinished.push({id, status: parseRecord(meta, metaSchema, join(run, 'meta.json')).status});
    else if ((await readOptional(join(run, 'config.yaml'))) !== undefined) unfinished.push({id, status: 'queued'});
  }
  const labels = labelRuns(read);
  const labeled = read.map(({created, ...record}, i) => ({
    created,
    record: {...record, label: labels[i] ?? record.criterion}
  }));
  const current = newestRuns(labeled);
  const superseded = labeled.flatMap(({record: {id}}) => (current.some(record => record.id === id) ? [] : [id]));
  return {sweep, records: current, unfinished, superseded};
}

interface ReadRun extends Omit<RunRecord, 'label'> {
  readonly created: string;
}

async function runFolders(root: string): Promise<string[]> {
  try {
    const entries = await readdir(root, {withFileTypes: true});
    return entries.flatMap(entry => (entry.isDirectory() && !entry.name.startsWith('.') ? [entry.name] : [])).sort();
  } catch (cause) {
    throw new RecordError(`Expected ${root} to be the folder of a sweep, got ${(cause as Error).message}.`, {cause});
  }
}

interface RunFiles {
  readonly sweep: string;
  readonly id: string;
  readonly run: string;
  readonly meta: string | undefined;
  readonly result: string;
  readonly stages: Stages;
}

async function readRun({sweep, id, run, meta, result, stages}: RunFiles): Promise<ReadRun> {
  const [metrics, history] = [join(run, 'metrics.jsonl'), join(run, 'history.jsonl')];
  const {criterion, seed, ...rest} = parseRecord(result, resultSchema, join(run, 'result.json'));
  const metaPath = join(run, 'meta.json');
  const about: Partial<z.infer<typeof metaSchema>> = meta === undefined ? {} : parseRecord(meta, metaSchema, metaPath);
  const {created = '', engine, stages: keys = {}, latencies, reference, updateMilliseconds, pruningSeconds} = about;
  const stage = <T extends z.ZodType>(name: string, file: string, {schema, read}: Omit<StageFile<T>, 'path'>) =>
    keys[name] === undefined
      ? undefined
      : readStage({path: join(dirname(run), '..', '.stages', keys[name], file), schema, read}, stages);
  const inspection = await stage('base', 'inspection.json', {schema: inspectionSchema, read: readOptional});
  return {
    sweep,
    id,
    created,
    criterion,
    seed,
    engine,
    config: parseConfig(await required(join(run, 'config.yaml')), join(run, 'config.yaml')),
    curve: parseLines(await required(metrics), metricPointSchema, metrics),
    history: parseLines((await readOptional(history)) ?? '', removalStepSchema, history),
    result: {criterion, seed, ...rest},
    scores: await stage('scores', 'scores.json', {schema: scoresSchema, read: required}),
    oracle: await stage('oracle', 'oracle.json', {schema: oracleSchema, read: required}),
    base: await stage('base', 'metrics.json', {schema: baseSchema, read: readOptional}),
    ...(inspection && {beforePooling: groupsBeforePooling(inspection)}),
    ...(latencies && {latencies}),
    ...(updateMilliseconds !== undefined && {updateMilliseconds}),
    ...(pruningSeconds !== undefined && {pruningSeconds}),
    ...(reference && {reference})
  };
}

interface StageFile<T extends z.ZodType> {
  readonly path: string;
  readonly schema: T;
  readonly read: (path: string) => Promise<string | undefined>;
}

function readStage<T extends z.ZodType>(
  {path, schema, read}: StageFile<T>,
  stages: Stages
): Promise<z.infer<T> | undefined> {
  const known =
    stages.get(path) ?? read(path).then(text => (text === undefined ? text : parseRecord(text, schema, path)));
  stages.set(path, known);
  return known as Promise<z.infer<T> | undefined>;
}

async function required(path: string): Promise<string> {
  const text = await readOptional(path);
  if (text !== undefined) return text;
  throw new RecordError(
    `Expected ${path} of a finished run to be there, got nothing. Run it again with \`espalier rerun\`.`
  );
}
