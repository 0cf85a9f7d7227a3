/** A package that cannot be fetched, or that is not the one expected. Commands end with exit code 3. */
export class PackageError extends Error {
  override readonly name = 'PackageError';
}
