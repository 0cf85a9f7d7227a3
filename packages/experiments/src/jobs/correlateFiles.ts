import {chanceLevel, correlate, type Correlation, type Group, type Measure} from '@espalier/core';
import {ConfigError} from '../schema/ConfigError.ts';
import {oracleSchema, scoresSchema, type OracleDocument, type ScoresDocument, type UnitRecord} from './documents.ts';
import {readDocument} from './readDocument.ts';

export interface CorrelationRow extends Correlation {
  readonly criterion: string;
}

/** `correlate --json`. */
export interface CorrelationDocument {
  readonly format: 'espalier.correlation/1';
  readonly rows: readonly CorrelationRow[];
  /** Mean ρ of random scorings, over all layers and under each normalization. */
  readonly chance: Readonly<Record<Measure, number | null>>;
}

/** Spearman's ρ of each criterion in the score files with the oracle. Throws a ConfigError where they do not match. */
export async function correlateFiles(
  oraclePath: string,
  scorePaths: readonly string[],
  {seed = 0}: {readonly seed?: number} = {}
): Promise<CorrelationDocument> {
  const oracle = await readDocument(oraclePath, oracleSchema, 'espalier.oracle/1');
  const files: ScoresDocument[] = [];
  for (const path of scorePaths) {
    const scores = await readDocument(path, scoresSchema, 'espalier.scores/1');
    checkMatch(oracle, scores, {oracle: oraclePath, scores: path});
    files.push(scores);
  }
  return correlateDocuments(oracle, files, {seed});
}

/** The same for documents that are known to match. */
export function correlateDocuments(
  oracle: OracleDocument,
  files: readonly ScoresDocument[],
  {seed = 0}: {readonly seed?: number} = {}
): CorrelationDocument {
  const groups = groupsOf(oracle.units);
  const target = Float64Array.from(oracle.lossChange);
  const rows = files.flatMap(({criteria}) =>
    Object.entries(criteria).map(([criterion, {raw}]) => ({
      criterion,
      ...correlate(target, Float64Array.from(raw), groups, {seed})
    }))
  );
  return {format: 'espalier.correlation/1', rows, chance: chanceLevel(target, groups, {seed})};
}

interface Paths {
  readonly oracle: string;
  readonly scores: string;
}

function checkMatch(oracle: OracleDocument, scores: ScoresDocument, paths: Paths): void {
  const refuse = (what: string, got: string, expected: string) => {
    throw new ConfigError(
      `Expected ${paths.scores} and ${paths.oracle} to be about the same ${what}, got ${got} and ${expected}. ` +
        'Score the model on the data that the oracle was measured on.'
    );
  };
  if (oracle.model.sha256 !== scores.model.sha256) {
    refuse(
      'model',
      `${scores.model.path} (sha256 ${short(scores.model.sha256)})`,
      `${oracle.model.path} (sha256 ${short(oracle.model.sha256)})`
    );
  }
  if (oracle.data.sha256 !== scores.data.sha256 || oracle.data.split !== scores.data.split) {
    refuse('data', describeData(scores), describeData(oracle));
  }
  if (JSON.stringify(oracle.units.map(identity)) !== JSON.stringify(scores.units.map(identity))) {
    refuse('units', `${scores.units.length} units`, `${oracle.units.length} units`);
  }
  for (const [name, {raw}] of Object.entries(scores.criteria)) {
    if (raw.length !== scores.units.length) {
      throw new ConfigError(`${paths.scores}: Expected ${scores.units.length} scores of ${name}, got ${raw.length}.`);
    }
  }
}

function describeData({data}: ScoresDocument | OracleDocument): string {
  return `${data.name}, split ${data.split} (sha256 ${short(data.sha256)})`;
}

function short(digest: string): string {
  return digest.slice(0, 12);
}

function identity({group, index}: UnitRecord): readonly unknown[] {
  return [group, index];
}

/** Groups with what correlation asks of them: names and places of their units. */
function groupsOf(units: readonly UnitRecord[]): Group[] {
  const groups: Group[] = [];
  units.forEach(({group, layers}, unit) => {
    const last = groups.at(-1);
    if (last?.name === group) groups[groups.length - 1] = {...last, size: last.size + 1};
    else groups.push({name: group, layers, size: 1, first: unit, maps: [], consumers: [], positions: 1, ties: []});
  });
  return groups;
}
