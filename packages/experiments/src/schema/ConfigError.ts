/** Something that the user wrote is wrong: a file, a key, a value or an option. Commands end with exit code 2. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly exitCode = 2;
}
