// Element-wise work around convolutions as TensorFlow kernels that read and write each tensor once. Everything here has a
// plain counterpart made of TensorFlow's own ops, to which it is tested equal.
#include <node_api.h>

#include <memory>

#include "batchNorm.h"
#include "convolution.h"
#include "gru.h"
#include "kernelTools.h"

namespace espalier {
namespace {

FASTEST void BiasReluRows(const float* __restrict__ x, const float* __restrict__ bias, float* __restrict__ y, int64_t rows,
                          int64_t channels) {
  for (int64_t row = 0; row < rows; ++row, x += channels, y += channels)
    for (int64_t i = 0; i < channels; ++i) {
      const float value = x[i] + bias[i];
      y[i] = value > 0 ? value : 0;
    }
}

// x [..., channels], bias [channels] -> relu(x + bias)
void BiasRelu(void*, TF_OpKernelContext* context) {
  Status status;
  const Input x(context, 0, status.status), bias(context, 1, status.status);
  const Output y(context, 0, x.shape(), status.status);
  const int64_t channels = x.channels();
  Parallel(x.size() / channels, channels, [&](int, int64_t begin, int64_t end) {
    BiasReluRows(x.data() + begin * channels, bias.data(), y.data() + begin * channels, end - begin, channels);
  });
}

FASTEST void ReluGradRows(const float* __restrict__ dy, const float* __restrict__ y, float* __restrict__ dx,
                          float* __restrict__ sum, int64_t rows, int64_t channels) {
  for (int64_t row = 0; row < rows; ++row, dy += channels, y += channels, dx += channels)
    for (int64_t i = 0; i < channels; ++i) {
      const float value = y[i] > 0 ? dy[i] : 0;
      dx[i] = value;
      sum[i] += value;
    }
}

// dy, y [..., channels] -> derivative by x [..., channels], by the bias [channels]
void BiasReluGrad(void*, TF_OpKernelContext* context) {
  Status status;
  const Input dy(context, 0, status.status), y(context, 1, status.status);
  const int64_t channels = y.channels();
  const Output dx(context, 0, y.shape(), status.status), dbias(context, 1, {channels}, status.status);
  RowSums sums(channels);
  Parallel(y.size() / channels, channels, [&](int part, int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; row += kBlock) {
      const int64_t at = row * channels;
      const int64_t rows = std::min(kBlock, end - row);
      sums.AddBlock(part, [&](float* sum) {
        ReluGradRows(dy.data() + at, y.data() + at, dx.data() + at, sum, rows, channels);
      });
    }
  });
  sums.Write(dbias.data());
}

FASTEST void PoolRow(const float* __restrict__ upper, const float* __restrict__ lower, const float* __restrict__ bias,
                     float* __restrict__ y, int64_t columns, int64_t channels) {
  for (int64_t column = 0; column < columns; ++column, upper += 2 * channels, lower += 2 * channels, y += channels)
    for (int64_t i = 0; i < channels; ++i) {
      const float most = std::max(std::max(upper[i], upper[i + channels]), std::max(lower[i], lower[i + channels]));
      const float value = most + bias[i];
      y[i] = value > 0 ? value : 0;
    }
}

// Windows of 2 x 2 that do not overlap; a last odd row or column is left out.
struct Windows {
  explicit Windows(const Input& x)
      : batch(x.dim(0)), height(x.dim(1)), width(x.dim(2)), channels(x.dim(3)), rows(height / 2), columns(width / 2) {}
  // Where the upper left value of a row of windows lies in x; `row` counts over all examples.
  int64_t Start(int64_t row) const { return ((row / rows) * height + 2 * (row % rows)) * width * channels; }
  const int64_t batch, height, width, channels, rows, columns;
};

// x [batch, height, width, channels], bias [channels] -> relu(maximum of each window + bias)
void PoolBiasRelu(void*, TF_OpKernelContext* context) {
  Status status;
  const Input x(context, 0, status.status), bias(context, 1, status.status);
  const Windows w(x);
  const Output y(context, 0, {w.batch, w.rows, w.columns, w.channels}, status.status);
  Parallel(w.batch * w.rows, 4 * w.columns * w.channels, [&](int, int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      const float* upper = x.data() + w.Start(row);
      float* out = y.data() + row * w.columns * w.channels;
      PoolRow(upper, upper + w.width * w.channels, bias.data(), out, w.columns, w.channels);
    }
  });
}

// The derivative goes to the first of equal maxima, row by row.
FASTEST void PoolGradRow(const float* __restrict__ dy, const float* __restrict__ y, const float* __restrict__ upper,
                         const float* __restrict__ lower, float* __restrict__ dupper, float* __restrict__ dlower,
                         float* __restrict__ sum, int64_t columns, int64_t channels) {
  for (int64_t column = 0; column < columns; ++column) {
    for (int64_t i = 0; i < channels; ++i) {
      const float value = y[i] > 0 ? dy[i] : 0;
      const float a = upper[i], b = upper[i + channels], c = lower[i], d = lower[i + channels];
      const float most = std::max(std::max(a, b), std::max(c, d));
      const float behind_a = a == most ? 0 : value;
      const float behind_b = b == most ? 0 : behind_a;
      dupper[i] = a == most ? value : 0;
      dupper[i + channels] = b == most ? behind_a : 0;
      dlower[i] = c == most ? behind_b : 0;
      dlower[i + channels] = c == most ? 0 : behind_b;
      sum[i] += value;
    }
    dy += channels, y += channels;
    upper += 2 * channels, lower += 2 * channels, dupper += 2 * channels, dlower += 2 * channels;
  }
}

// dy, y as PoolBiasRelu made it, x -> derivative by x, by the bias [channels]
void PoolBiasReluGrad(void*, TF_OpKernelContext* context) {
  Status status;
  const Input dy(context, 0, status.status), y(context, 1, status.status), x(context, 2, status.status);
  const Windows w(x);
  const Output dx(context, 0, x.shape(), status.status), dbias(context, 1, {w.channels}, status.status);
  if (w.height % 2 || w.width % 2) std::fill(dx.data(), dx.data() + x.size(), 0.f);
  RowSums sums(w.channels);
  Parallel(w.batch * w.rows, 4 * w.columns * w.channels, [&](int part, int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      const int64_t upper = w.Start(row), lower = upper + w.width * w.channels, out = row * w.columns * w.channels;
      sums.AddBlock(part, [&](float* sum) {
        PoolGradRow(dy.data() + out, y.data() + out, x.data() + upper, x.data() + lower, dx.data() + upper,
                    dx.data() + lower, sum, w.columns, w.channels);
      });
    }
  });
  sums.Write(dbias.data());
}

FASTEST void MomentumValues(const float* __restrict__ weight, const float* __restrict__ gradient,
                            const float* __restrict__ before, float* __restrict__ after, float* __restrict__ velocity,
                            int64_t count, float lr, float momentum, float decay) {
  for (int64_t i = 0; i < count; ++i) {
    const float step = before[i] * momentum + (gradient[i] + weight[i] * decay);
    velocity[i] = step;
    after[i] = weight[i] - step * lr;
  }
}

// n weights, n gradients, n velocities, [learning rate, momentum, weight decay] -> n weights, n velocities behind an update
void Momentum(void*, TF_OpKernelContext* context) {
  Status status;
  const int count = (TF_NumInputs(context) - 1) / 3;
  const Input rates(context, 3 * count, status.status);
  std::vector<std::unique_ptr<const Input>> inputs;
  std::vector<std::unique_ptr<const Output>> outputs;
  for (int i = 0; i < 3 * count; ++i) inputs.emplace_back(new Input(context, i, status.status));
  for (int i = 0; i < 2 * count; ++i)
    outputs.emplace_back(new Output(context, i, inputs[i % count]->shape(), status.status));
  int64_t values = 0;
  for (int i = 0; i < count; ++i) values += inputs[i]->size();
  const float* rate = rates.data();
  // One row of values, cut into equal parts wherever a weight begins or ends.
  Parallel(values, 1, [&](int, int64_t begin, int64_t end) {
    int64_t start = 0;
    for (int i = 0; i < count; start += inputs[i++]->size()) {
      const int64_t from = std::max(begin - start, int64_t{0}), to = std::min(end - start, inputs[i]->size());
      if (from >= to) continue;
      MomentumValues(inputs[i]->data() + from, inputs[count + i]->data() + from, inputs[2 * count + i]->data() + from,
                     outputs[i]->data() + from, outputs[count + i]->data() + from, to - from, rate[0], rate[1], rate[2]);
    }
  });
}

FASTEST void AddProducts(const float* __restrict__ a, const float* __restrict__ b, float* __restrict__ sum, int64_t rows,
                         int64_t channels) {
  for (int64_t row = 0; row < rows; ++row, a += channels, b += channels)
    for (int64_t i = 0; i < channels; ++i) sum[i] += a[i] * b[i];
}

// a, b [batch, ..., channels] -> sum over positions of a * b: [batch, channels]
void DotPositions(void*, TF_OpKernelContext* context) {
  Status status;
  const Input a(context, 0, status.status), b(context, 1, status.status);
  const int64_t batch = a.dim(0), channels = a.channels(), rows = a.size() / (batch * channels);
  const Output out(context, 0, {batch, channels}, status.status);
  Parallel(batch, rows * channels, [&](int, int64_t begin, int64_t end) {
    for (int64_t example = begin; example < end; ++example) {
      RowSums sums(channels, 1);
      for (int64_t row = 0; row < rows; row += kBlock) {
        const int64_t at = (example * rows + row) * channels;
        sums.AddBlock(0, [&](float* sum) {
          AddProducts(a.data() + at, b.data() + at, sum, std::min(kBlock, rows - row), channels);
        });
      }
      sums.Write(out.data() + example * channels);
    }
  });
}

FASTEST void PoolOnlyRow(const float* __restrict__ upper, const float* __restrict__ lower, float* __restrict__ y,
                         int64_t columns, int64_t channels) {
  for (int64_t column = 0; column < columns; ++column, upper += 2 * channels, lower += 2 * channels, y += channels)
    for (int64_t i = 0; i < channels; ++i)
      y[i] = std::max(std::max(upper[i], upper[i + channels]), std::max(lower[i], lower[i + channels]));
}

// x [batch, height, width, channels] -> maximum of each window
void PoolByTwo(void*, TF_OpKernelContext* context) {
  Status status;
  const Input x(context, 0, status.status);
  const Windows w(x);
  const Output y(context, 0, {w.batch, w.rows, w.columns, w.channels}, status.status);
  Parallel(w.batch * w.rows, 4 * w.columns * w.channels, [&](int, int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      const float* upper = x.data() + w.Start(row);
      PoolOnlyRow(upper, upper + w.width * w.channels, y.data() + row * w.columns * w.channels, w.columns, w.channels);
    }
  });
}

FASTEST void PoolOnlyGradRow(const float* __restrict__ dy, const float* __restrict__ upper,
                             const float* __restrict__ lower, float* __restrict__ dupper, float* __restrict__ dlower,
                             int64_t columns, int64_t channels) {
  for (int64_t column = 0; column < columns; ++column) {
    for (int64_t i = 0; i < channels; ++i) {
      const float a = upper[i], b = upper[i + channels], c = lower[i], d = lower[i + channels];
      const float most = std::max(std::max(a, b), std::max(c, d));
      const float behind_a = a == most ? 0 : dy[i];
      const float behind_b = b == most ? 0 : behind_a;
      dupper[i] = a == most ? dy[i] : 0;
      dupper[i + channels] = b == most ? behind_a : 0;
      dlower[i] = c == most ? behind_b : 0;
      dlower[i + channels] = c == most ? 0 : behind_b;
    }
    dy += channels;
    upper += 2 * channels, lower += 2 * channels, dupper += 2 * channels, dlower += 2 * channels;
  }
}

// dy, x -> derivative by x
void PoolByTwoGrad(void*, TF_OpKernelContext* context) {
  Status status;
  const Input dy(context, 0, status.status), x(context, 1, status.status);
  const Windows w(x);
  const Output dx(context, 0, x.shape(), status.status);
  if (w.height % 2 || w.width % 2) std::fill(dx.data(), dx.data() + x.size(), 0.f);
  Parallel(w.batch * w.rows, 4 * w.columns * w.channels, [&](int, int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      const int64_t upper = w.Start(row), lower = upper + w.width * w.channels;
      PoolOnlyGradRow(dy.data() + row * w.columns * w.channels, x.data() + upper, x.data() + lower, dx.data() + upper,
                      dx.data() + lower, w.columns, w.channels);
    }
  });
}

FASTEST void AddRows(const float* __restrict__ z, float* __restrict__ sum, int64_t rows, int64_t channels) {
  for (int64_t row = 0; row < rows; ++row, z += channels)
    for (int64_t i = 0; i < channels; ++i) sum[i] += z[i];
}

FASTEST void CountPositive(const float* __restrict__ z, float* __restrict__ sum, int64_t rows, int64_t channels) {
  for (int64_t row = 0; row < rows; ++row, z += channels)
    for (int64_t i = 0; i < channels; ++i) sum[i] += z[i] > 0 ? 1 : 0;
}

FASTEST void AddSquares(const float* __restrict__ z, const float* __restrict__ mean, float* __restrict__ sum,
                        int64_t rows, int64_t channels) {
  for (int64_t row = 0; row < rows; ++row, z += channels)
    for (int64_t i = 0; i < channels; ++i) {
      const float apart = z[i] - mean[i];
      sum[i] += apart * apart;
    }
}

// Mean over the positions of one example of what `add` sums up block by block.
template <typename F>
void MeanOverRows(int64_t rows, int64_t channels, float* out, const F& add) {
  RowSums sums(channels, 1);
  for (int64_t row = 0; row < rows; row += kBlock)
    sums.AddBlock(0, [&](float* sum) { add(row, std::min(kBlock, rows - row), sum); });
  sums.Write(out);
  for (int64_t i = 0; i < channels; ++i) out[i] /= static_cast<float>(rows);
}

// z [batch, ..., channels] -> mean over positions [batch, channels]; with kVariance the population variance as well
template <bool kVariance>
void MapMoments(void*, TF_OpKernelContext* context) {
  Status status;
  const Input z(context, 0, status.status);
  const int64_t batch = z.dim(0), channels = z.channels(), rows = z.size() / (batch * channels);
  const Output mean(context, 0, {batch, channels}, status.status);
  std::unique_ptr<const Output> variance;
  if (kVariance) variance.reset(new Output(context, 1, {batch, channels}, status.status));
  Parallel(batch, rows * channels, [&](int, int64_t begin, int64_t end) {
    for (int64_t example = begin; example < end; ++example) {
      const float* own = z.data() + example * rows * channels;
      float* center = mean.data() + example * channels;
      MeanOverRows(rows, channels, center, [&](int64_t row, int64_t count, float* sum) {
        AddRows(own + row * channels, sum, count, channels);
      });
      if (kVariance)
        MeanOverRows(rows, channels, variance->data() + example * channels, [&](int64_t row, int64_t count, float* sum) {
          AddSquares(own + row * channels, center, sum, count, channels);
        });
    }
  });
}

// z [batch, ..., channels] -> share of positions above 0 [batch, channels]
void MapPositive(void*, TF_OpKernelContext* context) {
  Status status;
  const Input z(context, 0, status.status);
  const int64_t batch = z.dim(0), channels = z.channels(), rows = z.size() / (batch * channels);
  const Output share(context, 0, {batch, channels}, status.status);
  Parallel(batch, rows * channels, [&](int, int64_t begin, int64_t end) {
    for (int64_t example = begin; example < end; ++example) {
      const float* own = z.data() + example * rows * channels;
      MeanOverRows(rows, channels, share.data() + example * channels, [&](int64_t row, int64_t count, float* sum) {
        CountPositive(own + row * channels, sum, count, channels);
      });
    }
  });
}

// x, plan = [axis, positions that stay...] -> x at these positions
void Keep(void*, TF_OpKernelContext* context) {
  Status status;
  const Input x(context, 0, status.status);
  TF_Tensor* plan = nullptr;
  TF_GetInput(context, 1, &plan, status.status);
  const int32_t* kept = static_cast<const int32_t*>(TF_TensorData(plan)) + 1;
  const int64_t axis = kept[-1], stay = TF_TensorElementCount(plan) - 1;
  std::vector<int64_t> shape = x.shape();
  int64_t outer = 1, inner = 1;
  for (int64_t i = 0; i < axis; ++i) outer *= shape[i];
  for (size_t i = axis + 1; i < shape.size(); ++i) inner *= shape[i];
  const int64_t before = shape[axis];
  shape[axis] = stay;
  const Output y(context, 0, shape, status.status);
  Parallel(outer * stay, inner, [&](int, int64_t begin, int64_t end) {
    for (int64_t at = begin; at < end;) {
      // Neighbours that stay neighbours are copied together.
      const int64_t block = at / stay, first = at % stay;
      int64_t run = 1;
      while (at + run < end && first + run < stay && kept[first + run] == kept[first] + run) ++run;
      const float* from = x.data() + (block * before + kept[first]) * inner;
      std::copy(from, from + run * inner, y.data() + at * inner);
      at += run;
    }
  });
  TF_DeleteTensor(plan);
}

bool RegisterAll() {
  const Definition momentum{"EspalierMomentum",
                            {"weights: count * float", "gradients: count * float", "velocities: count * float",
                             "rates: float"},
                            {"after: count * float", "steps: count * float"},
                            {"count: int >= 1"}};
  return Register({"EspalierBiasRelu", {"x: float", "bias: float"}, {"y: float"}}, {BiasRelu}) &&
         Register({"EspalierBiasReluGrad", {"dy: float", "y: float"}, {"dx: float", "dbias: float"}}, {BiasReluGrad}) &&
         Register({"EspalierPoolBiasRelu", {"x: float", "bias: float"}, {"y: float"}}, {PoolBiasRelu}) &&
         Register({"EspalierPoolBiasReluGrad", {"dy: float", "y: float", "x: float"}, {"dx: float", "dbias: float"}},
                  {PoolBiasReluGrad}) &&
         Register(momentum, {Momentum}) &&
         Register({"EspalierDotPositions", {"a: float", "b: float"}, {"dot: float"}}, {DotPositions}) &&
         Register({"EspalierPoolByTwo", {"x: float"}, {"y: float"}}, {PoolByTwo}) &&
         Register({"EspalierPoolByTwoGrad", {"dy: float", "x: float"}, {"dx: float"}}, {PoolByTwoGrad}) &&
         Register({"EspalierMapMean", {"z: float"}, {"mean: float"}}, {MapMoments<false>}) &&
         Register({"EspalierMapMoments", {"z: float"}, {"mean: float", "variance: float"}}, {MapMoments<true>}) &&
         Register({"EspalierMapPositive", {"z: float"}, {"share: float"}}, {MapPositive}) &&
         Register({"EspalierKeep", {"x: float", "plan: int32"}, {"y: float"}}, {Keep}) && RegisterBatchNorm() &&
         RegisterConvolution() && RegisterGru();
}

}  // namespace
}  // namespace espalier

extern "C" __attribute__((visibility("default"))) napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  // Worker threads load an addon once more; TensorFlow wants each op once.
  static const bool registered = espalier::RegisterAll();
  napi_value value;
  napi_get_boolean(env, registered, &value);
  napi_set_named_property(env, exports, "registered", value);
  return exports;
}
