import {setImmediate as breathe} from 'node:timers/promises';
import type {CorrelationRow, RunRecord} from '@espalier/reports';

/** Spearman's correlations of every scored criterion with the oracle, once for each subject and seed. */
export async function correlateRecords(
  records: readonly RunRecord[],
  onProgress: (done: number, total: number) => void
): Promise<readonly CorrelationRow[]> {
  const [{correlateDocuments, oracleSchema, scoresSchema}, {stagesOf, subjectOf}] = await Promise.all([
    import('@espalier/experiments'),
    import('@espalier/reports')
  ]);
  const stages = [...new Set(records.map(subjectOf))].flatMap(subject =>
    stagesOf(records.filter(record => subjectOf(record) === subject)).map(stage => ({subject, ...stage}))
  );
  const total = stages.reduce((sum, {scores}) => sum + Object.keys(scores?.criteria ?? {}).length, 0);
  const rows: CorrelationRow[] = [];
  for (const {subject, seed, oracle, scores} of stages) {
    if (!scores) continue;
    const [target, file] = [oracleSchema.parse(oracle), scoresSchema.parse(scores)];
    for (const [criterion, values] of Object.entries(file.criteria)) {
      onProgress(rows.length, total);
      // Lets the bar be drawn and signals be heard.
      await breathe();
      const document = correlateDocuments(target, [{...file, criteria: {[criterion]: values}}], {seed});
      rows.push(...document.rows.map(row => ({...row, seed, subject, chance: document.chance})));
    }
  }
  return rows;
}
