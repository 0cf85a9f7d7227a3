#pragma once

namespace espalier {

// Registers convolution and its gradients by oneDNN; whether that went well.
bool RegisterConvolution();

}  // namespace espalier
