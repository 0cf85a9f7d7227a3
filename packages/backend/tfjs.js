// TensorFlow.js as one CommonJS object. Importing it as an ES module would have Node read through its megabytes for the names
// of exports first, at every start. It is loaded at its first use: listing and planning runs need no tensors.
import {createRequire} from 'node:module';

const require = createRequire(import.meta.url);
let whole;

// eslint-disable-next-line no-restricted-syntax -- only a default import takes a whole CommonJS module, types included
export default new Proxy(
  {},
  {
    get: (_, name) => (whole ??= require('@tensorflow/tfjs'))[name],
    has: (_, name) => name in (whole ??= require('@tensorflow/tfjs'))
  }
);
