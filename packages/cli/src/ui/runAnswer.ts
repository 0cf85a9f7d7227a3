import {readdirSync, statSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {Meta} from '@espalier/experiments';
import {
  runRow,
  withLastStep,
  type HistoryDocument,
  type RemovedUnit,
  type RunDocument
} from '@espalier/reports/explore';
import {runOf, type UiContext} from './uiContext.ts';

/** Files that a run's page lists. */
const FILES = 200;

/** `?sweep=S&id=ID`: everything about a run but what was removed, which is long. */
export async function runAnswer(context: UiContext, query: URLSearchParams): Promise<RunDocument> {
  const run = runOf(await context.listing(), query);
  const {lines, broken} = context.lines(run, 'metrics.jsonl');
  const meta = await readMetaFile(run.folder);
  const files = filesIn(run.folder);
  return {
    format: 'espalier.ui.run/1',
    run: withLastStep(runRow(run), lines),
    folder: run.folder,
    config: await readFile(join(run.folder, 'config.yaml'), 'utf8').catch(() => ''),
    facts: factsOf({...run.meta, ...meta}),
    attempts: run.meta.attempts,
    seconds: meta.seconds ?? {},
    metrics: lines,
    brokenLines: broken,
    files: files.slice(0, FILES),
    moreFiles: files.length > FILES
  };
}

/** `?sweep=S&id=ID`: the units that a run removed, in order. */
export async function historyAnswer(context: UiContext, query: URLSearchParams): Promise<HistoryDocument> {
  const run = runOf(await context.listing(), query);
  const {lines} = context.lines(run, 'history.jsonl');
  return {format: 'espalier.ui.history/1', removed: lines.flatMap(removedBy)};
}

function removedBy(line: Readonly<Record<string, unknown>>): readonly RemovedUnit[] {
  const units = Array.isArray(line['removed']) ? (line['removed'] as Readonly<Record<string, unknown>>[]) : [];
  return units.map(({group, original, score, rank}) => ({
    step: Number(line['step']),
    group: String(group),
    unit: Number(original),
    ...(typeof score === 'number' && {score}),
    ...(typeof rank === 'number' && {rank})
  }));
}

/** Records under version control lack most of it. */
async function readMetaFile(folder: string): Promise<Partial<Meta>> {
  try {
    return JSON.parse(await readFile(join(folder, 'meta.json'), 'utf8')) as Partial<Meta>;
  } catch {
    return {};
  }
}

function factsOf({
  key,
  created,
  heartbeat,
  host,
  engine,
  node,
  espalier,
  git,
  stages,
  launcher,
  command
}: Partial<Meta>) {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Do it again', command],
    ['Begun', created],
    ['Last sign of life', heartbeat],
    ['Engine', engine && `${engine.name} ${engine.version}, ${engine.device}, ${engine.threads} threads`],
    ['Machine', host && `${host.name}: ${host.cpu}, ${host.cores} cores, ${host.memoryGiB} GiB; ${host.platform}`],
    ['Launcher', launcher && Object.values(launcher).map(String).join(' ')],
    ['Software', node && `espalier ${espalier ?? 'unknown'}, Node ${node}`],
    ['Commit', git && `${git.commit}${git.dirty ? ', with uncommitted changes' : ''}`],
    ['Stages', Object.values(stages ?? {}).join(', ') || undefined],
    ['Key', key]
  ];
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}

/** Paths below a folder with their sizes; links are passed over, and so is what cannot be read. */
function filesIn(folder: string, prefix = ''): {readonly path: string; readonly bytes: number}[] {
  return entriesOf(join(folder, prefix)).flatMap(entry => {
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isDirectory()) return filesIn(folder, path);
    const stats = entry.isFile() ? statSync(join(folder, path), {throwIfNoEntry: false}) : undefined;
    return stats ? [{path, bytes: stats.size}] : [];
  });
}

function entriesOf(path: string) {
  try {
    return readdirSync(path, {withFileTypes: true}).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}
