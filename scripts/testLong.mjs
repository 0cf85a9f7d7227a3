// `npm run test:long`: laws on many more random networks than `npm test` has time for.
import {spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const {status} = spawnSync(
  process.execPath,
  [`${root}node_modules/vitest/vitest.mjs`, 'run', 'src/anyNetwork.test.ts'],
  {
    cwd: `${root}packages/core`,
    env: {...process.env, ESPALIER_TEST_NETWORKS: '2000'},
    stdio: 'inherit'
  }
);
process.exitCode = status ?? 1;
