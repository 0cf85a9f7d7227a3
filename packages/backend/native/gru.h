// A whole GRU over a sequence, and its gradient.
#pragma once

namespace espalier {

// Whether TensorFlow took the ops.
bool RegisterGru();

}  // namespace espalier
