import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {ListedRun} from '@espalier/experiments';
import {compareSettings, runRow, withLastStep, type CompareDocument, type Measure} from '@espalier/reports/explore';
import {settingsReader} from '../ui/runSettings.ts';

/** `compare RUN… --json`. */
export interface ComparisonDocument extends Pick<CompareDocument, 'runs' | 'differing' | 'same'> {
  readonly format: 'espalier.comparison/1';
  /** What was measured of each run less that of the first, where both have it. */
  readonly differences: readonly Readonly<Partial<Record<Measure, number>>>[];
}

export const SHOWN: readonly Measure[] = [
  ...(['testAccuracy', 'validationAccuracy', 'testLoss', 'validationLoss'] as const),
  ...(['flops', 'units', 'parameters', 'seconds'] as const)
];

/** Compares runs with the first of them; one that is not finished by its last step. */
export async function compareRuns(runs: readonly ListedRun[]): Promise<ComparisonDocument> {
  const read = settingsReader();
  const settings = await Promise.all(runs.map(read));
  const rows = await Promise.all(runs.map(async run => withLastStep(runRow(run), await readSteps(run.folder))));
  const differences = rows.map(row =>
    Object.fromEntries(
      (['metric', ...SHOWN] as const).flatMap(key => {
        const [ours, first] = [row[key], rows[0]?.[key]];
        const isSame = key !== 'metric' || row.metricName === rows[0]?.metricName;
        return ours === undefined || first === undefined || !isSame ? [] : [[key, ours - first] as const];
      })
    )
  );
  return {format: 'espalier.comparison/1', runs: rows, ...compareSettings(settings), differences};
}

/** Whole lines of `metrics.jsonl`; a line that cannot be read ends them. */
async function readSteps(folder: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const text = await readFile(join(folder, 'metrics.jsonl'), 'utf8').catch(() => '');
  const steps: Readonly<Record<string, unknown>>[] = [];
  for (const line of text.split('\n').slice(0, -1)) {
    try {
      steps.push(JSON.parse(line) as Readonly<Record<string, unknown>>);
    } catch {
      return steps;
    }
  }
  return steps;
}
