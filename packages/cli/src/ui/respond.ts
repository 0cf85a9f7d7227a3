import {createHash} from 'node:crypto';
import type {IncomingMessage, ServerResponse} from 'node:http';

/** Of the page: its own script, style and data, and nothing that is put together from text. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; " +
  "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/** Of files of runs: whatever they hold, nothing in them is run. */
export const FILE_POLICY =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; " +
  "form-action 'none'; frame-ancestors 'none'";

/** What every answer carries. Nothing allows other sites to read (no CORS). */
export function baseHeaders(policy = PAGE_POLICY): Readonly<Record<string, string>> {
  return {
    'content-security-policy': policy,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-cache'
  };
}

/** Sends a whole body, or 304 where the browser has it already: asking again costs next to nothing. */
export function send(request: IncomingMessage, response: ServerResponse, type: string, body: string | Buffer): void {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, {...baseHeaders(), etag}).end();
    return;
  }
  response.writeHead(200, {...baseHeaders(), 'content-type': type, etag}).end(body);
}

export function sendJson(request: IncomingMessage, response: ServerResponse, document: unknown): void {
  send(request, response, 'application/json; charset=utf-8', JSON.stringify(document));
}

export function sendError(response: ServerResponse, status: number, message: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const headers = {...baseHeaders(), 'content-type': 'application/json; charset=utf-8'};
  const body = JSON.stringify({format: 'espalier.ui.error/1', error: message});
  response.writeHead(status, status === 405 ? {...headers, allow: 'GET'} : headers).end(body);
}
