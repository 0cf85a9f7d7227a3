/** A `finding.yaml` asks for what cannot be; the message names the file and the key. */
export class FindingError extends Error {
  override readonly name = 'FindingError';
}
