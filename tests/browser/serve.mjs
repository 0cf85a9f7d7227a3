import {createReadStream, statSync} from 'node:fs';
import {createServer} from 'node:http';
import {extname, join, normalize} from 'node:path';
import {fileURLToPath} from 'node:url';

const TYPES = {'.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.json': 'application/json'};
const own = fileURLToPath(new URL('.', import.meta.url));

/**
 * Serves the page, TensorFlow.js as it is published, and the cases in `folder`, on a free loopback port. `result` is
 * what the page sends back.
 */
export async function serve({folder, tfjs}) {
  const files = {'/': join(own, 'page.html'), '/predict.mjs': join(own, 'predict.mjs'), '/tf.min.js': tfjs};
  let sent;
  const result = new Promise(resolve => (sent = resolve));
  const server = createServer((request, response) => {
    const {pathname} = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'POST' && pathname === '/result') {
      let text = '';
      request.on('data', chunk => (text += chunk));
      request.on('end', () => {
        response.end();
        sent(JSON.parse(text));
      });
      return;
    }
    const path = files[pathname] ?? caseFile(folder, pathname);
    if (path === undefined || !statSync(path, {throwIfNoEntry: false})?.isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {'content-type': TYPES[extname(path)] ?? 'application/octet-stream'});
    createReadStream(path).pipe(response);
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return {url: `http://127.0.0.1:${server.address().port}/`, result, close};
}

/** A file below /cases/, and nothing above the folder. */
function caseFile(folder, pathname) {
  const name = normalize(decodeURIComponent(pathname));
  return name.startsWith('/cases/') ? join(folder, name.slice('/cases/'.length)) : undefined;
}
