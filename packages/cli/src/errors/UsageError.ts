/** An option or argument that makes no sense. Commands end with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
