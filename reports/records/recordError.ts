/** A run's record is missing, cut short or of another format. The message names the file and the line. */
export class RecordError extends Error {
  override readonly name = 'RecordError';
}
