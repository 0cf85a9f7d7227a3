// A GRU over a sequence in one op, and its gradient in another: composed of single ops, a step of a small one is mostly the
// overhead of some thirty calls. The reset gate is applied in front of the recurrent kernel, gates are sigmoids, and the
// candidate is a hyperbolic tangent (Cho et al. 2014, arXiv:1406.1078). Columns: update gate z, reset gate r, candidate c.
#include "gru.h"

#include <cmath>

#include "kernelTools.h"

namespace espalier {
namespace {

// A matrix whose rows, and values of a row, lie so far apart.
struct Matrix {
  const float* data;
  int64_t row, column;

  float operator()(int64_t i, int64_t j) const { return data[i * row + j * column]; }
};

// out [rows, width], rows `out_row` apart, += a [rows, depth] * b [depth, width], rows `b_row` apart.
FASTEST void AddProduct(const Matrix& a, const float* __restrict__ b, int64_t b_row, float* __restrict__ out,
                        int64_t out_row, int64_t rows, int64_t depth, int64_t width) {
  for (int64_t i = 0; i < rows; ++i) {
    float* __restrict__ sum = out + i * out_row;
    int64_t k = 0;
    for (; k + 4 <= depth; k += 4) {
      const float a0 = a(i, k), a1 = a(i, k + 1), a2 = a(i, k + 2), a3 = a(i, k + 3);
      const float* __restrict__ b0 = b + k * b_row;
      const float* __restrict__ b1 = b0 + b_row;
      const float* __restrict__ b2 = b1 + b_row;
      const float* __restrict__ b3 = b2 + b_row;
      for (int64_t j = 0; j < width; ++j) sum[j] += a0 * b0[j] + a1 * b1[j] + (a2 * b2[j] + a3 * b3[j]);
    }
    for (; k < depth; ++k) {
      const float ak = a(i, k);
      const float* __restrict__ bk = b + k * b_row;
      for (int64_t j = 0; j < width; ++j) sum[j] += ak * bk[j];
    }
  }
}

float Sigmoid(float x) { return 1.f / (1.f + std::exp(-x)); }

struct Sizes {
  const int64_t batch, steps, units;

  // Of one example and step, and of one example.
  int64_t gates() const { return 3 * units; }
  int64_t state(int64_t example, int64_t step) const { return (example * steps + step) * units; }
  // What lies between an example's values and the next one's.
  int64_t state_row() const { return steps * units; }
  int64_t gate_row() const { return steps * gates(); }
  // Calls work(part, first example, examples) on parts of the batch.
  template <typename F>
  void Parts(const F& work) const {
    Parallel(batch, steps * units * gates(), [&](int part, int64_t begin, int64_t end) { work(part, begin, end - begin); });
  }
};

// x [batch, steps, 3 units] (input parts with bias), kernel [units, 3 units]
// -> states [batch, steps, units], gates behind their activations [batch, steps, 3 units]
void Forward(void*, TF_OpKernelContext* context) {
  Status status;
  const Input x(context, 0, status.status), kernel(context, 1, status.status);
  const Sizes s{x.dim(0), x.dim(1), kernel.dim(0)};
  const Output states(context, 0, {s.batch, s.steps, s.units}, status.status);
  const Output all_gates(context, 1, {s.batch, s.steps, s.gates()}, status.status);
  std::copy(x.data(), x.data() + x.size(), all_gates.data());
  s.Parts([&](int, int64_t first, int64_t examples) {
    thread_local std::vector<float> reset;
    reset.resize(examples * s.units);
    for (int64_t step = 0; step < s.steps; ++step) {
      float* h = states.data() + s.state(first, step);
      float* gates = all_gates.data() + 3 * s.state(first, step);
      const float* before = step > 0 ? h - s.units : nullptr;
      if (before) {
        AddProduct({before, s.state_row(), 1}, kernel.data(), s.gates(), gates, s.gate_row(), examples, s.units,
                   2 * s.units);
      }
      for (int64_t i = 0; i < examples; ++i) {
        float* own = gates + i * s.gate_row();
        for (int64_t j = 0; j < 2 * s.units; ++j) own[j] = Sigmoid(own[j]);
        if (!before) continue;
        for (int64_t j = 0; j < s.units; ++j) reset[i * s.units + j] = own[s.units + j] * before[i * s.state_row() + j];
      }
      if (before) {
        AddProduct({reset.data(), s.units, 1}, kernel.data() + 2 * s.units, s.gates(), gates + 2 * s.units, s.gate_row(),
                   examples, s.units, s.units);
      }
      for (int64_t i = 0; i < examples; ++i) {
        float* z = gates + i * s.gate_row();
        float* candidate = z + 2 * s.units;
        for (int64_t j = 0; j < s.units; ++j) {
          candidate[j] = std::tanh(candidate[j]);
          const float kept = before ? z[j] * before[i * s.state_row() + j] : 0.f;
          h[i * s.state_row() + j] = kept + (1.f - z[j]) * candidate[j];
        }
      }
    }
  });
}

// [units, 3 units] -> [3 units, units]
std::vector<float> Transposed(const Input& kernel, int64_t units) {
  std::vector<float> turned(kernel.size());
  for (int64_t i = 0; i < units; ++i)
    for (int64_t j = 0; j < 3 * units; ++j) turned[j * units + i] = kernel.data()[i * 3 * units + j];
  return turned;
}

// Derivatives by what the gates were before their activations, from those by the state: of one example and step.
// `carried` gets the part that goes to the state before without a kernel; `reset` the derivative by r * state.
struct Backward {
  const int64_t units;

  void Candidate(const float* gates, const float* dh, float* dgates) const {
    const float *z = gates, *c = gates + 2 * units;
    for (int64_t j = 0; j < units; ++j) dgates[2 * units + j] = dh[j] * (1.f - z[j]) * (1.f - c[j] * c[j]);
  }

  void Gates(const float* gates, const float* before, float* dh, const float* reset, float* dgates) const {
    const float *z = gates, *r = gates + units, *c = gates + 2 * units;
    for (int64_t j = 0; j < units; ++j) {
      const float was = before ? before[j] : 0.f;
      dgates[j] = dh[j] * (was - c[j]) * z[j] * (1.f - z[j]);
      dgates[units + j] = reset[j] * was * r[j] * (1.f - r[j]);
      dh[j] = dh[j] * z[j] + reset[j] * r[j];
    }
  }
};

// dstates [batch, steps, units], what `Forward` made, and the kernel -> dx [batch, steps, 3 units], dkernel [units, 3 units]
void Gradient(void*, TF_OpKernelContext* context) {
  Status status;
  const Input dstates(context, 0, status.status), states(context, 1, status.status), all_gates(context, 2, status.status),
      kernel(context, 3, status.status);
  const Sizes s{states.dim(0), states.dim(1), states.dim(2)};
  const Output dx(context, 0, {s.batch, s.steps, s.gates()}, status.status);
  const Output dkernel(context, 1, {s.units, s.gates()}, status.status);
  const std::vector<float> turned = Transposed(kernel, s.units);
  std::vector<std::vector<float>> sums(kParts);
  const Backward backward{s.units};
  s.Parts([&](int part, int64_t first, int64_t examples) {
    thread_local std::vector<float> dh, reset, seen;
    dh.assign(examples * s.units, 0.f);
    reset.resize(examples * s.units);
    seen.resize(examples * s.units);
    sums[part].assign(s.units * s.gates(), 0.f);
    for (int64_t step = s.steps; step-- > 0;) {
      const int64_t at = s.state(first, step);
      const float* before = step > 0 ? states.data() + at - s.units : nullptr;
      const float* gates = all_gates.data() + 3 * at;
      float* dgates = dx.data() + 3 * at;
      for (int64_t i = 0; i < examples; ++i) {
        for (int64_t j = 0; j < s.units; ++j) dh[i * s.units + j] += dstates.data()[at + i * s.state_row() + j];
        backward.Candidate(gates + i * s.gate_row(), &dh[i * s.units], dgates + i * s.gate_row());
      }
      std::fill(reset.begin(), reset.end(), 0.f);
      AddProduct({dgates + 2 * s.units, s.gate_row(), 1}, turned.data() + 2 * s.units * s.units, s.units, reset.data(),
                 s.units, examples, s.units, s.units);
      for (int64_t i = 0; i < examples; ++i) {
        const float* own = gates + i * s.gate_row();
        const float* was = before ? before + i * s.state_row() : nullptr;
        backward.Gates(own, was, &dh[i * s.units], &reset[i * s.units], dgates + i * s.gate_row());
        if (!before) continue;
        for (int64_t j = 0; j < s.units; ++j) seen[i * s.units + j] = own[s.units + j] * was[j];
      }
      if (!before) continue;
      AddProduct({dgates, s.gate_row(), 1}, turned.data(), s.units, dh.data(), s.units, examples, 2 * s.units, s.units);
      AddProduct({before, 1, s.state_row()}, dgates, s.gate_row(), sums[part].data(), s.gates(), s.units, examples,
                 2 * s.units);
      AddProduct({seen.data(), 1, s.units}, dgates + 2 * s.units, s.gate_row(), sums[part].data() + 2 * s.units, s.gates(),
                 s.units, examples, s.units);
    }
  });
  std::fill(dkernel.data(), dkernel.data() + s.units * s.gates(), 0.f);
  for (const auto& sum : sums)
    for (size_t i = 0; i < sum.size(); ++i) dkernel.data()[i] += sum[i];
}

}  // namespace

bool RegisterGru() {
  return Register({"EspalierGru", {"x: float", "kernel: float"}, {"states: float", "gates: float"}}, {Forward}) &&
         Register({"EspalierGruGrad",
                   {"dstates: float", "states: float", "gates: float", "kernel: float"},
                   {"dx: float", "dkernel: float"}},
                  {Gradient});
}

}  // namespace espalier
