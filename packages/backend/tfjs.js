// TensorFlow.js as one CommonJS object. Importing it as an ES module would have Node read through its megabytes for the names
// of exports first, at every start.
import {createRequire} from 'node:module';

// eslint-disable-next-line no-restricted-syntax -- only a default import takes a whole CommonJS module, types included
export default createRequire(import.meta.url)('@tensorflow/tfjs');
