// One namespace for values and types. Everything in Espalier takes TensorFlow.js from here, so that kernels and
// gradients registered by this package are the ones in use.
import tf from '#tfjs';

export {tf};
