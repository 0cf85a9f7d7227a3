/** A criterion broke its contract: read what it does not list, or returned something of the wrong shape. */
export class CriterionError extends Error {
  override readonly name = 'CriterionError';
}
