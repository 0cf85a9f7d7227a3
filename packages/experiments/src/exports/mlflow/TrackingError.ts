export interface TrackingErrorOptions {
  /** It may be gone the next time: no answer, or one that tells the server's own trouble. */
  readonly passing?: boolean;
  /** `error_code` of the server's answer. */
  readonly code?: string;
  readonly cause?: unknown;
}

/** A tracking server that cannot be had or that refuses. Commands end with exit code 3. */
export class TrackingError extends Error {
  override readonly name = 'TrackingError';
  readonly passing: boolean;
  readonly code?: string;

  constructor(message: string, {passing = false, code, cause}: TrackingErrorOptions = {}) {
    super(message, {cause});
    this.passing = passing;
    this.code = code;
  }
}
