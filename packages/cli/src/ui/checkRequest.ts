import type {IncomingMessage} from 'node:http';
import {HttpError} from './HttpError.ts';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Lets through what this machine's own browser asks of the page. A name that some site makes lead here (DNS rebinding)
 * stands in the Host header and gives it away. Throws an HttpError.
 */
export function checkRequest({method, headers: {host = ''}}: Pick<IncomingMessage, 'method' | 'headers'>): void {
  if (!LOOPBACK.has(host.replace(/:\d+$/, '').toLowerCase()))
    throw new HttpError(403, `Expected a Host of localhost or 127.0.0.1, got "${host}".`);
  if (method !== 'GET') throw new HttpError(405, `Expected GET, got ${String(method)}.`);
}
