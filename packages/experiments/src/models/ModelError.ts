/** A model that cannot be found, read or run by the engine. Commands end with exit code 2. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
  readonly exitCode = 2;
}
