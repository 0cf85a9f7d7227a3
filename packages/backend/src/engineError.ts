/** Why an engine cannot be had, as one line with its remedy. The command line turns it into exit code 3. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}
