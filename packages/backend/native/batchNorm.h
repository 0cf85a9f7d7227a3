// Batch normalisation in training, its gradient, and what may run in the same passes: the addition of another map, ReLU,
// and the step of the moving statistics.
#pragma once

namespace espalier {

// Whether TensorFlow took the ops.
bool RegisterBatchNorm();

}  // namespace espalier
