/** What is wrong with data that the user gave: a file, an array, or a count asked for. Commands exit with code 2 on it. */
export class DataError extends Error {
  override readonly name = 'DataError';
}
