import {createReadStream, statSync} from 'node:fs';
import {createServer} from 'node:http';
import {extname, join, normalize} from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm'
};

/**
 * Serves files to this machine alone: `places` are paths by URL path; those that end in `/` are folders, of which
 * `index.html` is shown. On a free port unless told.
 */
export async function serveFiles(places, {port = 0} = {}) {
  const server = createServer((request, response) => {
    const path = fileOf(places, new URL(request.url ?? '/', 'http://localhost').pathname);
    if (path === undefined || !statSync(path, {throwIfNoEntry: false})?.isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {'content-type': TYPES[extname(path)] ?? 'application/octet-stream'});
    createReadStream(path).pipe(response);
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return {url: `http://127.0.0.1:${server.address().port}/`, close};
}

/** Nothing above a folder that is served: a path is made plain before it is looked up. */
function fileOf(places, pathname) {
  const name = normalize(decodeURIComponent(pathname));
  const folder = Object.keys(places).find(place => places[place].endsWith('/') && name.startsWith(place));
  const path = places[name] ?? (folder && join(places[folder], name.slice(folder.length)));
  return path?.endsWith('/') ? join(path, 'index.html') : path;
}
