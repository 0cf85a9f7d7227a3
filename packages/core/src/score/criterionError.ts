/** A criterion broke its contract: read what it does not list, or returned something of the wrong shape. */
export class CriterionError extends Error {
  override readonly name = 'CriterionError';
}

/** Runs one of a criterion's functions; what it throws comes out as a `CriterionError` that names them. */
export function runCriterion<T>(criterion: {readonly name: string}, part: 'perExample' | 'finish', run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof CriterionError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new CriterionError(`Criterion "${criterion.name}" failed in \`${part}\`: ${reason}`, {cause: error});
  }
}
