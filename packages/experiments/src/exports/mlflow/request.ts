import type {MlflowServer} from './server.ts';
import {TrackingError} from './TrackingError.ts';

/** Milliseconds that an answer may take, beside a second for each of `SLOW_BYTES` that are sent. */
const PATIENCE = 20_000;
const SLOW_BYTES = 2 ** 19;

export interface Question {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below the server's address, with a slash in front. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly document?: object;
  readonly bytes?: Uint8Array<ArrayBuffer>;
}

/** Asks a server once. Throws a TrackingError that says what is wrong with the server or the question. */
export async function request(server: MlflowServer, question: Question): Promise<unknown> {
  const {method, path, query, document, bytes} = question;
  const {url, authorization, patience = PATIENCE, anew = false} = server;
  const body = bytes ?? (document && JSON.stringify(document));
  const type = bytes ? 'application/octet-stream' : 'application/json';
  const search = query ? `?${new URLSearchParams(query).toString()}` : '';
  const signal = AbortSignal.timeout(Math.round(patience + (1000 * (body?.length ?? 0)) / SLOW_BYTES));
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(`${url}${path}${search}`, {
      method,
      body,
      headers: {
        ...(anew && {connection: 'close'}),
        ...(body !== undefined && {'content-type': type}),
        ...(authorization !== undefined && {authorization})
      },
      signal
    });
    text = await answer.text();
  } catch (cause) {
    if (!isTrouble(cause)) throw cause;
    const message = `Expected an MLflow server at ${url}, got ${troubleOf(cause, patience)}. Is it running there?`;
    throw new TrackingError(message, {passing: true, cause});
  }
  const found = parse(text);
  if (answer.ok && (found !== undefined || method === 'PUT')) return found;
  throw refusal(server, question, answer, found);
}

function refusal({url}: MlflowServer, {path}: Question, {status, statusText, ok}: Response, found: unknown) {
  const {error_code: code, message} = (found ?? {}) as {readonly error_code?: string; readonly message?: string};
  const what = `${status} ${statusText}${message === undefined ? '' : ` (${message})`}`;
  if (status === 401 || status === 403) {
    const remedy = 'MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN, tell who asks.';
    return new TrackingError(`Expected ${url} to let this user in, got ${what}. ${remedy}`, {code});
  }
  if (code === undefined && (ok || status < 500)) {
    const got = ok ? 'a page that is not JSON' : what;
    return new TrackingError(
      `Expected an MLflow server at ${url}, got ${got} from ${path}. Give the address at which MLflow's page opens.`
    );
  }
  const passing = status >= 500 || status === 408 || status === 429;
  return new TrackingError(`Expected ${url} to take ${path.replace(/^.*\/mlflow\//, '')}, got ${what}.`, {
    passing,
    code
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const IN_WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing that listens',
  ECONNRESET: 'a connection that was cut off',
  UND_ERR_SOCKET: 'a connection that was cut off',
  ENOTFOUND: 'a name that nobody knows',
  EAI_AGAIN: 'a name that cannot be looked up',
  EHOSTUNREACH: 'no way there',
  ENETUNREACH: 'no way there'
};

/** Of the network, which `fetch` tells by a TypeError with a cause. */
function isTrouble(error: unknown): boolean {
  return error instanceof Error && (error.name === 'TimeoutError' || error.cause !== undefined);
}

/** What `fetch` throws says why only in its cause. */
function troubleOf(error: unknown, patience: number): string {
  const {name, message, cause} = error as Error;
  if (name === 'TimeoutError') return `no answer within ${patience / 1000} s`;
  const {code, message: why} = (cause ?? {}) as {readonly code?: string; readonly message?: string};
  return IN_WORDS[code ?? ''] ?? why ?? message;
}
