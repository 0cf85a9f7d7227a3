// What may stand where an MLflow server should: one that never answers, one of something else, and a gate before a real one.
import {once} from 'node:events';
import {createServer} from 'node:http';

const closer = server => () => {
  server.closeAllConnections();
  server.close();
};

async function listening(server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {url: `http://127.0.0.1:${server.address().port}`, close: closer(server)};
}

export const silentServer = () => listening(createServer(() => undefined));

export const pageServer = status =>
  listening(
    createServer((_request, response) => {
      response.writeHead(status, {'content-type': 'text/html'}).end('<html>Welcome</html>');
    })
  );

/** Passes requests below `/tracking` on to `url` where their authorization is the one that is wanted. */
export const gate = (url, authorization) =>
  listening(
    createServer(async (request, response) => {
      if (request.headers.authorization !== authorization) {
        response.writeHead(401, {'www-authenticate': 'Basic'}).end('Who are you?');
        return;
      }
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      const {method, headers} = request;
      const answer = await fetch(url + request.url.replace(/^\/tracking/, ''), {
        method,
        headers: {'content-type': headers['content-type'] ?? 'text/plain'},
        body: method === 'GET' ? undefined : Buffer.concat(chunks)
      });
      response.writeHead(answer.status, {'content-type': answer.headers.get('content-type') ?? 'text/plain'});
      response.end(Buffer.from(await answer.arrayBuffer()));
    })
  );
