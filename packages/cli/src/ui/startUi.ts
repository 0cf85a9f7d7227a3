import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {resolve} from 'node:path';
import {UsageError} from '../errors/UsageError.ts';
import {checkRequest} from './checkRequest.ts';
import {compareAnswer} from './compareAnswer.ts';
import {HttpError} from './HttpError.ts';
import {logAnswer} from './logAnswer.ts';
import {pageFile} from './pageFiles.ts';
import {send, sendError, sendJson} from './respond.ts';
import {historyAnswer, runAnswer} from './runAnswer.ts';
import {serveFile} from './serveFile.ts';
import {listCurves, listGroups, listRows} from './setAnswers.ts';
import {listSweeps} from './sweepsAnswer.ts';
import {uiContext, type UiContext} from './uiContext.ts';

export interface UiOptions {
  /** Folder of the runs; it may come to be later. */
  readonly runs: string;
  /** 0 takes a free one. */
  readonly port?: number;
}

export interface Ui {
  readonly url: string;
  close(): Promise<void>;
}

type Answer = (context: UiContext, query: URLSearchParams) => Promise<unknown>;

const ANSWERS: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  ['/api/sweeps', listSweeps],
  ['/api/runs', listRows],
  ['/api/groups', listGroups],
  ['/api/curves', listCurves],
  ['/api/compare', compareAnswer],
  ['/api/run', runAnswer],
  ['/api/history', historyAnswer],
  ['/api/log', logAnswer]
]);

/** Serves the page on a loopback port. Throws a UsageError where the port is taken. */
export async function startUi({runs, port = 0}: UiOptions): Promise<Ui> {
  const context = uiContext(runs);
  const server = createServer((request, response) => {
    answer(context, resolve(runs), request, response).catch((error: unknown) => {
      const status = error instanceof HttpError ? error.status : 500;
      sendError(response, status, error instanceof Error ? error.message : String(error));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(portError(error, port)));
    server.listen(port, '127.0.0.1', resolve);
  });
  const {port: taken} = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>(resolve => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {url: `http://127.0.0.1:${taken}/`, close};
}

async function answer(
  context: UiContext,
  root: string,
  request: IncomingMessage,
  response: ServerResponse
): Promise<void> {
  checkRequest(request);
  const [path = '/', search = ''] = (request.url ?? '/').split(/\?(.*)/s);
  const make = ANSWERS.get(path);
  if (make) {
    sendJson(request, response, await make(context, new URLSearchParams(search)));
    return;
  }
  if (path.startsWith('/files/')) {
    await serveFile(response, root, decoded(path.slice('/files/'.length)));
    return;
  }
  const page = await pageFile(path);
  if (!page) throw new HttpError(404, `Expected a path of this page, got "${path}".`);
  send(request, response, page.type, page.body);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new HttpError(400, `Expected an encoded path, got "${path}".`);
  }
}

function portError(error: NodeJS.ErrnoException, port: number): Error {
  const why = {EADDRINUSE: 'one that is in use', EACCES: 'one that only root may use'}[error.code ?? ''];
  if (why === undefined) return error;
  return new UsageError(`Expected --port to be a free port, got ${port}, ${why}. Leave it out for a free one.`);
}
