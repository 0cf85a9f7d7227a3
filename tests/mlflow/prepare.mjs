import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {espalier} from './espalier.mjs';
import {freePort, startMlflow} from './server.mjs';

/** Two runs of some dozen steps, without much training. */
const STUDY = `dataset: {name: digits, train: 120, test: 40, validation: 20}
model: {zoo: lenet}
train: {epochs: 1, lr: 0.02}
prune: {unitsPerStep: 4, updates: 1, until: {units: 0.4}, floor: {'conv*': 2}}
sweep: {prune.criterion: [taylor, random]}
`;

/** A server, a folder to work in, and a sweep that was done in it. */
export async function prepare(python, folder) {
  const port = await freePort();
  const home = join(folder, 'server');
  const starting = startMlflow(python, home, port);
  writeFileSync(join(folder, 'tiny.yaml'), STUDY);
  const swept = await espalier(['sweep', 'tiny.yaml', '-q'], {cwd: folder});
  const place = {
    python,
    folder,
    runs: join(folder, 'runs'),
    server: await starting,
    /** Starts the server again where it was, with what it had. */
    restart: async () => {
      place.server = await startMlflow(python, home, port);
    },
    close: () => place.server.kill(),
    /** Sends sweeps to the server, and says how that ended. */
    send: (args, options) =>
      espalier(['export-runs', ...args, '--to', 'mlflow', '--uri', place.server.url], {cwd: folder, ...options})
  };
  assert.equal(swept.code, 0, swept.stderr);
  return place;
}
