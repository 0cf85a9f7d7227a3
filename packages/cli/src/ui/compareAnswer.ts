import {compareSettings, withLastStep, type CompareDocument} from '@espalier/reports/explore';
import {HttpError} from './HttpError.ts';
import type {UiContext} from './uiContext.ts';

/** Columns that a table can still be read with. */
const MOST = 24;

/** `?run=SWEEP/ID&run=SWEEP/ID`: what differs between runs. */
export async function compareAnswer(context: UiContext, query: URLSearchParams): Promise<CompareDocument> {
  const names = [...new Set(query.getAll('run'))];
  if (names.length > MOST) throw new HttpError(400, `Expected at most ${MOST} runs to compare, got ${names.length}.`);
  const {runs, rows} = await context.listing();
  const found = names.flatMap(name => runs.get(name) ?? []);
  const settings = await Promise.all(found.map(context.settings));
  const shown = found.flatMap(run => {
    const row = rows.find(({sweep, id}) => sweep === run.sweep && id === run.id);
    return row ? [withLastStep(row, context.lines(run, 'metrics.jsonl').lines)] : [];
  });
  const missing = names.filter(name => !runs.has(name));
  return {format: 'espalier.ui.compare/1', runs: shown, missing, ...compareSettings(settings)};
}
