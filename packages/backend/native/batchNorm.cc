#include "batchNorm.h"

#include <cmath>

#include "kernelTools.h"

namespace espalier {
namespace {

// Channels stay put, so rows of few channels may be taken several at a time: a sum then does not wait for the one before.
constexpr int64_t kWidth = 128;

// Values of a block: what is read twice should still lie in the cache the second time.
constexpr int64_t kBlockValues = 8192;

// A map as rows of channels.
struct Rows {
  explicit Rows(const Input& x)
      : channels(x.channels()),
        count(x.size() / channels),
        together(std::max<int64_t>(1, kWidth / channels)),
        width(together * channels),
        block(std::max(together, kBlockValues / width * together)) {}

  // Calls work(first value, rows, values a row) on all rows of [begin, end), those left over at the end one by one.
  template <typename F>
  void Wide(int64_t begin, int64_t end, const F& work) const {
    const int64_t rows = (end - begin) / together, rest = (end - begin) % together;
    if (rows > 0) work(begin * channels, rows, width);
    if (rest > 0) work((end - rest) * channels, rest, channels);
  }

  // Calls work(part, begin, end) on blocks of rows, each part on its own in order.
  template <typename F>
  void Blocks(const F& work) const {
    Parallel(count, channels, [&](int part, int64_t begin, int64_t end) {
      for (int64_t row = begin; row < end; row += block) work(part, row, std::min(end, row + block));
    });
  }

  // Adds up what belongs to one channel: [width] -> [channels].
  void Fold(float* sum) const {
    for (int64_t i = channels; i < width; ++i) sum[i % channels] += sum[i];
  }

  // [channels] -> [width]
  void Repeat(float* values) const {
    for (int64_t i = channels; i < width; ++i) values[i] = values[i - channels];
  }

  const int64_t channels, count, together, width, block;
};

FASTEST void SumRows(const float* __restrict__ x, float* __restrict__ sum, int64_t rows, int64_t width) {
  for (int64_t row = 0; row < rows; ++row, x += width)
    for (int64_t i = 0; i < width; ++i) sum[i] += x[i];
}

FASTEST void SumSquares(const float* __restrict__ x, const float* __restrict__ mean, float* __restrict__ sum,
                        int64_t rows, int64_t width) {
  for (int64_t row = 0; row < rows; ++row, x += width)
    for (int64_t i = 0; i < width; ++i) {
      const float apart = x[i] - mean[i];
      sum[i] += apart * apart;
    }
}

// Mean of some rows and the sum of squared distances from it, channel by channel. Those of two sets of rows give those
// of both (Chan, Golub and LeVeque 1979), without loss of digits.
struct Moments {
  explicit Moments(int64_t channels) : mean(channels), squares(channels) {}

  template <typename Value>
  void Add(double rows, const Value* more_mean, const Value* more_squares) {
    if (rows == 0) return;
    const double share = rows / (count + rows), both = count * share;
    for (size_t i = 0; i < mean.size(); ++i) {
      const double apart = more_mean[i] - mean[i];
      mean[i] += apart * share;
      squares[i] += more_squares[i] + apart * apart * both;
    }
    count += rows;
  }

  double count = 0;
  std::vector<double> mean, squares;
};

Moments MomentsOf(const Rows& rows, const float* x) {
  std::vector<Moments> parts(kParts, Moments(rows.channels));
  rows.Blocks([&](int part, int64_t begin, int64_t end) {
    thread_local std::vector<float> mean, squares;
    mean.assign(rows.width, 0.f);
    squares.assign(rows.width, 0.f);
    rows.Wide(begin, end, [&](int64_t at, int64_t count, int64_t width) { SumRows(x + at, mean.data(), count, width); });
    rows.Fold(mean.data());
    for (int64_t i = 0; i < rows.channels; ++i) mean[i] /= static_cast<float>(end - begin);
    rows.Repeat(mean.data());
    rows.Wide(begin, end, [&](int64_t at, int64_t count, int64_t width) {
      SumSquares(x + at, mean.data(), squares.data(), count, width);
    });
    rows.Fold(squares.data());
    parts[part].Add(static_cast<double>(end - begin), mean.data(), squares.data());
  });
  Moments all(rows.channels);
  for (const Moments& part : parts) all.Add(part.count, part.mean.data(), part.squares.data());
  return all;
}

FASTEST void Normalize(const float* __restrict__ x, const float* __restrict__ mean, const float* __restrict__ scale,
                       const float* __restrict__ beta, float* __restrict__ y, int64_t rows, int64_t width) {
  for (int64_t row = 0; row < rows; ++row, x += width, y += width)
    for (int64_t i = 0; i < width; ++i) y[i] = (x[i] - mean[i]) * scale[i] + beta[i];
}

FASTEST void NormalizeRelu(const float* __restrict__ x, const float* __restrict__ mean, const float* __restrict__ scale,
                           const float* __restrict__ beta, float* __restrict__ y, int64_t rows, int64_t width) {
  for (int64_t row = 0; row < rows; ++row, x += width, y += width)
    for (int64_t i = 0; i < width; ++i) {
      const float value = (x[i] - mean[i]) * scale[i] + beta[i];
      y[i] = value > 0 ? value : 0;
    }
}

FASTEST void NormalizeAddRelu(const float* __restrict__ x, const float* __restrict__ mean,
                              const float* __restrict__ scale, const float* __restrict__ beta,
                              const float* __restrict__ added, float* __restrict__ y, int64_t rows, int64_t width) {
  for (int64_t row = 0; row < rows; ++row, x += width, added += width, y += width)
    for (int64_t i = 0; i < width; ++i) {
      const float value = (x[i] - mean[i]) * scale[i] + beta[i] + added[i];
      y[i] = value > 0 ? value : 0;
    }
}

// What behind normalisation runs in the same pass.
enum class Tail { kNone, kRelu, kAddRelu };

struct Settings {
  float epsilon, momentum;
};

void* CreateSettings(TF_OpKernelConstruction* construction) {
  Status status;
  Settings* settings = new Settings;
  TF_OpKernelConstruction_GetAttrFloat(construction, "epsilon", &settings->epsilon, status.status);
  TF_OpKernelConstruction_GetAttrFloat(construction, "momentum", &settings->momentum, status.status);
  return settings;
}

void DeleteSettings(void* settings) { delete static_cast<Settings*>(settings); }

// x [..., channels], gamma, beta, moving mean and variance [channels], with kAddRelu a map to add [..., channels] ->
// y, [mean, 1 / deviation] of the batch [2, channels], moving mean and variance behind it
template <Tail kTail>
void TrainBatchNorm(void* kernel, TF_OpKernelContext* context) {
  Status status;
  const Settings& settings = *static_cast<const Settings*>(kernel);
  const Input x(context, 0, status.status), gamma(context, 1, status.status), beta(context, 2, status.status),
      mean_before(context, 3, status.status), variance_before(context, 4, status.status);
  std::unique_ptr<const Input> added;
  if (kTail == Tail::kAddRelu) added.reset(new Input(context, 5, status.status));
  const Rows rows(x);
  const Output y(context, 0, x.shape(), status.status), statistics(context, 1, {2, rows.channels}, status.status),
      mean_after(context, 2, {rows.channels}, status.status), variance_after(context, 3, {rows.channels}, status.status);
  const Moments moments = MomentsOf(rows, x.data());
  std::vector<float> mean(rows.width), scale(rows.width), shift(rows.width);
  for (int64_t i = 0; i < rows.channels; ++i) {
    const double variance = moments.squares[i] / rows.count;
    const double inverse = 1 / std::sqrt(variance + settings.epsilon);
    const double stay = settings.momentum;
    statistics.data()[i] = mean[i] = static_cast<float>(moments.mean[i]);
    statistics.data()[rows.channels + i] = static_cast<float>(inverse);
    mean_after.data()[i] = static_cast<float>(mean_before.data()[i] * stay + moments.mean[i] * (1 - stay));
    variance_after.data()[i] = static_cast<float>(variance_before.data()[i] * stay + variance * (1 - stay));
    scale[i] = static_cast<float>(gamma.data()[i] * inverse);
    shift[i] = beta.data()[i];
  }
  for (auto* values : {&mean, &scale, &shift}) rows.Repeat(values->data());
  rows.Blocks([&](int, int64_t begin, int64_t end) {
    rows.Wide(begin, end, [&](int64_t at, int64_t count, int64_t width) {
      const float* from = x.data() + at;
      float* to = y.data() + at;
      if (kTail == Tail::kNone) Normalize(from, mean.data(), scale.data(), shift.data(), to, count, width);
      if (kTail == Tail::kRelu) NormalizeRelu(from, mean.data(), scale.data(), shift.data(), to, count, width);
      if (kTail == Tail::kAddRelu)
        NormalizeAddRelu(from, mean.data(), scale.data(), shift.data(), added->data() + at, to, count, width);
    });
  });
}

FASTEST void SumGradient(const float* __restrict__ dy, const float* __restrict__ x, const float* __restrict__ mean,
                         float* __restrict__ sum, float* __restrict__ product, int64_t rows, int64_t width) {
  for (int64_t row = 0; row < rows; ++row, dy += width, x += width)
    for (int64_t i = 0; i < width; ++i) {
      sum[i] += dy[i];
      product[i] += dy[i] * (x[i] - mean[i]);
    }
}

FASTEST void SumReluGradient(const float* __restrict__ dy, const float* __restrict__ y, const float* __restrict__ x,
                             const float* __restrict__ mean, float* __restrict__ sum, float* __restrict__ product,
                             int64_t rows, int64_t width) {
  for (int64_t row = 0; row < rows; ++row, dy += width, y += width, x += width)
    for (int64_t i = 0; i < width; ++i) {
      const float value = y[i] > 0 ? dy[i] : 0;
      sum[i] += value;
      product[i] += value * (x[i] - mean[i]);
    }
}

FASTEST void KeepReluGradient(const float* __restrict__ dy, const float* __restrict__ y, float* __restrict__ kept,
                              int64_t rows, int64_t width) {
  for (int64_t i = 0; i < rows * width; ++i) kept[i] = y[i] > 0 ? dy[i] : 0;
}

FASTEST void GradientByX(const float* __restrict__ dy, const float* __restrict__ x, const float* __restrict__ mean,
                         const float* __restrict__ scale, const float* __restrict__ level,
                         const float* __restrict__ slope, float* __restrict__ dx, int64_t rows, int64_t width) {
  for (int64_t row = 0; row < rows; ++row, dy += width, x += width, dx += width)
    for (int64_t i = 0; i < width; ++i) dx[i] = (dy[i] - level[i] - (x[i] - mean[i]) * slope[i]) * scale[i];
}

FASTEST void ReluGradientByX(const float* __restrict__ dy, const float* __restrict__ y, const float* __restrict__ x,
                             const float* __restrict__ mean, const float* __restrict__ scale,
                             const float* __restrict__ level, const float* __restrict__ slope, float* __restrict__ dx,
                             int64_t rows, int64_t width) {
  for (int64_t row = 0; row < rows; ++row, dy += width, y += width, x += width, dx += width)
    for (int64_t i = 0; i < width; ++i) {
      const float value = y[i] > 0 ? dy[i] : 0;
      dx[i] = (value - level[i] - (x[i] - mean[i]) * slope[i]) * scale[i];
    }
}

// dy, x [..., channels], gamma [channels], [mean, 1 / deviation] [2, channels], behind a ReLU y as well -> derivative by
// x, gamma and beta, with kAddRelu by the map that was added
template <Tail kTail>
void TrainBatchNormGrad(void*, TF_OpKernelContext* context) {
  Status status;
  const Input dy(context, 0, status.status), x(context, 1, status.status), gamma(context, 2, status.status),
      statistics(context, 3, status.status);
  std::unique_ptr<const Input> y;
  std::unique_ptr<const Output> dadded;
  const Rows rows(x);
  const int64_t channels = rows.channels;
  const Output dx(context, 0, x.shape(), status.status), dgamma(context, 1, {channels}, status.status),
      dbeta(context, 2, {channels}, status.status);
  if (kTail != Tail::kNone) y.reset(new Input(context, 4, status.status));
  if (kTail == Tail::kAddRelu) dadded.reset(new Output(context, 3, x.shape(), status.status));
  std::vector<float> mean(statistics.data(), statistics.data() + channels), scale(rows.width), level(rows.width),
      slope(rows.width), sums(2 * rows.width);
  mean.resize(rows.width);
  rows.Repeat(mean.data());
  // The derivative behind ReLU, as it was for both readers of it.
  const float* behind = kTail == Tail::kAddRelu ? dadded->data() : dy.data();
  RowSums all(2 * rows.width);
  rows.Blocks([&](int part, int64_t begin, int64_t end) {
    all.AddBlock(part, [&](float* sum) {
      float* product = sum + rows.width;
      rows.Wide(begin, end, [&](int64_t at, int64_t count, int64_t width) {
        const float* map = x.data() + at;
        if (kTail == Tail::kRelu)
          return SumReluGradient(dy.data() + at, y->data() + at, map, mean.data(), sum, product, count, width);
        if (kTail == Tail::kAddRelu)
          KeepReluGradient(dy.data() + at, y->data() + at, dadded->data() + at, count, width);
        SumGradient(behind + at, map, mean.data(), sum, product, count, width);
      });
    });
  });
  all.Write(sums.data());
  const float* product = sums.data() + rows.width;
  rows.Fold(sums.data());
  rows.Fold(sums.data() + rows.width);
  for (int64_t i = 0; i < channels; ++i) {
    const float inverse = statistics.data()[channels + i];
    dbeta.data()[i] = sums[i];
    dgamma.data()[i] = product[i] * inverse;
    scale[i] = gamma.data()[i] * inverse;
    level[i] = sums[i] / static_cast<float>(rows.count);
    slope[i] = product[i] * inverse * inverse / static_cast<float>(rows.count);
  }
  for (auto* values : {&scale, &level, &slope}) rows.Repeat(values->data());
  rows.Blocks([&](int, int64_t begin, int64_t end) {
    rows.Wide(begin, end, [&](int64_t at, int64_t count, int64_t width) {
      const float* map = x.data() + at;
      float* out = dx.data() + at;
      if (kTail == Tail::kRelu)
        return ReluGradientByX(dy.data() + at, y->data() + at, map, mean.data(), scale.data(), level.data(),
                               slope.data(), out, count, width);
      GradientByX(behind + at, map, mean.data(), scale.data(), level.data(), slope.data(), out, count, width);
    });
  });
}

template <Tail kTail>
bool RegisterTail(const char* name, const char* gradient) {
  Definition op{name, {"x: float", "gamma: float", "beta: float", "mean: float", "variance: float"},
                {"y: float", "statistics: float", "mean_after: float", "variance_after: float"},
                {"epsilon: float", "momentum: float"}};
  Definition grad{gradient, {"dy: float", "x: float", "gamma: float", "statistics: float"},
                  {"dx: float", "dgamma: float", "dbeta: float"}};
  if (kTail != Tail::kNone) grad.inputs.push_back("y: float");
  if (kTail == Tail::kAddRelu) {
    op.inputs.push_back("added: float");
    grad.outputs.push_back("dadded: float");
  }
  return Register(op, {TrainBatchNorm<kTail>, CreateSettings, DeleteSettings}) &&
         Register(grad, {TrainBatchNormGrad<kTail>});
}

}  // namespace

bool RegisterBatchNorm() {
  return RegisterTail<Tail::kNone>("EspalierBatchNorm", "EspalierBatchNormGrad") &&
         RegisterTail<Tail::kRelu>("EspalierBatchNormRelu", "EspalierBatchNormReluGrad") &&
         RegisterTail<Tail::kAddRelu>("EspalierBatchNormAddRelu", "EspalierBatchNormAddReluGrad");
}

}  // namespace espalier
