/** A model computes something that is no number: its weights or the data are out of range. */
export class NonFiniteError extends Error {
  override readonly name = 'NonFiniteError';
}

/** Throws a `NonFiniteError` unless `loss`, the sum over the examples so far, is finite. */
export function checkLoss(loss: number): void {
  if (Number.isFinite(loss)) return;
  throw new NonFiniteError(
    `Expected the model's loss to be finite on every example, got ${loss}: its weights or the data are out of range.`
  );
}
