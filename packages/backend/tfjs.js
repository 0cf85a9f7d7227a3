// TensorFlow.js as one CommonJS object. Importing it as an ES module would have Node read through its megabytes for the names
// of exports first, at every start.
import {createRequire} from 'node:module';

export default createRequire(import.meta.url)('@tensorflow/tfjs');
