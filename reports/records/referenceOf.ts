import {referenceSchema, type Reference} from '@espalier/experiments/reference';
import {RecordError} from './recordError.ts';
import type {RunRecord} from './runRecord.ts';

/**
 * The published numbers that the experiment of these runs carries; nothing where it has none. Throws a RecordError where
 * they are of another form.
 */
export function referenceOf(records: readonly Pick<RunRecord, 'id' | 'reference'>[]): Reference | undefined {
  const run = records.find(({reference}) => reference !== undefined);
  if (!run) return undefined;
  const parsed = referenceSchema.safeParse(run.reference);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new RecordError(
    `Expected reference.${issue?.path.map(String).join('.') ?? ''} in meta.json of run ${run.id} to be ${issue?.message ?? 'otherwise'}. Sweep again, which renews it.`,
    {cause: parsed.error}
  );
}
