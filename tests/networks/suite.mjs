import {spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {havePhotographs} from './photographs.mjs';

/** Real, trained networks from package registries: imported, inspected, pruned with the self-check, read again. */
export const suite = {
  name: 'real networks',
  installedByCi: true,
  async missing() {
    // Loaded late: they need built packages.
    const {isFetched} = await import('@espalier/experiments');
    const {NETWORKS} = await import('../../scripts/networks/catalog.mjs');
    const absent = [];
    for (const network of NETWORKS) if (!(await isFetched(network))) absent.push(network.name);
    if (absent.length > 0) return `no ${absent.join(', ')}; node scripts/fetchNetworks.mjs`;
    // Without photographs the rest is worth running, but not where somebody counts on all of it.
    const wanted = /^(1|true)$/i.test(process.env.CI ?? '');
    return wanted && !havePhotographs() ? 'no photographs; apt-get install tuxpaint-stamps-default' : undefined;
  },
  run() {
    const check = fileURLToPath(new URL('check.mjs', import.meta.url));
    const options = {encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit']};
    const {stdout, status} = spawnSync(process.execPath, [check], options);
    process.stdout.write(stdout);
    const [, passed, failed, skipped] = /(\d+) passed, (\d+) failed, (\d+) skipped\s*$/.exec(stdout) ?? [];
    if (passed === undefined) return {failed: 1, reason: `check.mjs ended with exit code ${status} and no count`};
    return {passed: Number(passed), failed: Number(failed), skipped: Number(skipped)};
  }
};
