import {existsSync} from 'node:fs';
import {readdir} from 'node:fs/promises';
import {join} from 'node:path';
import {RecordError} from '../../records/recordError.ts';
import {benchGroup} from '../front/benchGroup.ts';
import {findingGroups} from '../front/findingGroups.ts';
import {frontPage} from '../front/frontPage.ts';
import type {PageFile} from '../partFiles.ts';
import {buildFinding, type BuiltFinding} from './buildFinding.ts';
import {FindingError} from './findingError.ts';
import {findingFiles} from './findingFiles.ts';
import {findingsIndex} from './findingsIndex.ts';
import {gatherRecords} from './gatherRecords.ts';
import {readFinding} from './readFinding.ts';

export interface MakeFindingsOptions {
  /** Folder of findings, one folder each. */
  readonly findings: string;
  /** Folder of kept runs. */
  readonly runs: string;
  /** Folder of bench records, for the front page and for findings that name one. */
  readonly bench?: string;
  /** All of them unless told; the list and the front page are of all alone. */
  readonly names?: readonly string[];
}

/** Path of the front page in the folder of findings. */
const FRONT_PAGE = '../index.html';

/**
 * The files of findings, the list of them all and the front page beside their folder, by path in the folder of findings;
 * nothing is written.
 *
 * Throws a FindingError that names the file.
 */
export async function makeFindings({
  findings,
  runs,
  bench,
  names = []
}: MakeFindingsOptions): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  const built = new Map<string, BuiltFinding>();
  const all = await findingNames(findings);
  const unknown = names.find(name => !all.includes(name));
  if (unknown !== undefined)
    throw new FindingError(`Expected names of folders in ${findings} (${all.join(', ')}), got ${unknown}.`);
  for (const name of names.length > 0 ? names : all) {
    const path = join(findings, name, 'finding.yaml');
    const [one, own] = await makeFinding({name, path, runs, bench});
    built.set(name, one);
    for (const [file, text] of own) files.set(join(name, file), text);
  }
  if (names.length > 0) return files;
  const speed = bench === undefined ? undefined : await benchGroup(bench);
  files.set('README.md', findingsIndex(built));
  return files.set(FRONT_PAGE, frontPage([...findingGroups(built), ...(speed ? [speed] : [])]));
}

/** Names of the folders that have a `finding.yaml`, in order. */
export async function findingNames(findings: string): Promise<string[]> {
  const entries = await readdir(findings, {withFileTypes: true});
  const names = entries.flatMap(entry => (entry.isDirectory() ? [entry.name] : [])).sort();
  return names.filter(name => existsSync(join(findings, name, 'finding.yaml')));
}

interface MakeFindingOptions {
  readonly name: string;
  readonly path: string;
  readonly runs: string;
  readonly bench?: string;
}

async function makeFinding({name, path, ...folders}: MakeFindingOptions): Promise<readonly [BuiltFinding, PageFile[]]> {
  const file = await readFinding(path);
  try {
    const built = buildFinding(name, file, await gatherRecords(file, folders));
    return [built, findingFiles(built)];
  } catch (cause) {
    if (!(cause instanceof FindingError || cause instanceof RecordError)) throw cause;
    throw new FindingError(`${path}: ${cause.message}`, {cause});
  }
}
