// Convolution and its gradients by oneDNN, an equal share of the examples to each thread: where layers are narrow, threads
// that share one example's work wait for each other more than they work. Maps are channels last, as everywhere here.
#include "convolution.h"

#include "kernelTools.h"

#ifndef ESPALIER_ONEDNN

bool espalier::RegisterConvolution() { return true; }

#else

#include <omp.h>

#include <array>
#include <map>

#include "oneDnn.h"

namespace espalier {
namespace {

// Sizes of a convolution, as the attribute `geometry` gives them.
struct Geometry {
  enum { kStrideHeight, kStrideWidth, kTop, kBottom, kLeft, kRight, kHeight, kWidth, kFilterHeight, kFilterWidth, kSizes };
  std::array<int32_t, kSizes> sizes;

  int64_t height() const { return sizes[kHeight]; }
  int64_t width() const { return sizes[kWidth]; }
  int64_t out_height() const { return Steps(kHeight, kTop, kFilterHeight, kStrideHeight); }
  int64_t out_width() const { return Steps(kWidth, kLeft, kFilterWidth, kStrideWidth); }

 private:
  int64_t Steps(int size, int before, int filter, int stride) const {
    return (sizes[size] + sizes[before] + sizes[before + 1] - sizes[filter]) / sizes[stride] + 1;
  }
};

void* CreateGeometry(TF_OpKernelConstruction* construction) {
  Status status;
  auto* geometry = new Geometry;
  TF_OpKernelConstruction_GetAttrInt32List(construction, "geometry", geometry->sizes.data(), Geometry::kSizes,
                                           status.status);
  if (TF_GetCode(status.status) != TF_OK) TF_OpKernelConstruction_Failure(construction, status.status);
  return geometry;
}

void DeleteGeometry(void* geometry) { delete static_cast<Geometry*>(geometry); }

enum class Pass { kForward, kGradInput, kGradFilter };

// oneDNN's own threads are not wanted: each of ours runs primitives alone.
void RunAlone() {
  thread_local bool told = false;
  if (!told) omp_set_num_threads(1);
  told = true;
}

// A pass on a share of the examples.
struct Convolution {
  MemoryDesc map, filter, own_filter, out;
  Prepared pass, reorder;
  // The filter in oneDNN's order.
  const_dnnl_memory_desc_t ordered = nullptr;
  size_t ordered_bytes = 0;
};

MemoryDesc Map(int64_t examples, int64_t height, int64_t width, int64_t channels) {
  return Strided({examples, channels, height, width},
                 {height * width * channels, 1, width * channels, channels});
}

PrimitiveDesc Describe(Pass pass, const Geometry& g, const Convolution& c) {
  const auto& s = g.sizes;
  const dnnl_dims_t strides = {s[Geometry::kStrideHeight], s[Geometry::kStrideWidth]}, dilations = {0, 0};
  const dnnl_dims_t before = {s[Geometry::kTop], s[Geometry::kLeft]}, after = {s[Geometry::kBottom], s[Geometry::kRight]};
  const auto algorithm = dnnl_convolution_direct;
  dnnl_primitive_desc_t made;
  Check(dnnl_convolution_forward_primitive_desc_create(&made, Engine(), dnnl_forward_training, algorithm, c.map.get(),
                                                       c.filter.get(), nullptr, c.out.get(), strides, dilations, before,
                                                       after, UserScratch()));
  PrimitiveDesc forward(made);
  if (pass == Pass::kForward) return forward;
  if (pass == Pass::kGradInput) {
    Check(dnnl_convolution_backward_data_primitive_desc_create(&made, Engine(), algorithm, c.map.get(), c.filter.get(),
                                                               c.out.get(), strides, dilations, before, after,
                                                               forward.get(), UserScratch()));
  } else {
    Check(dnnl_convolution_backward_weights_primitive_desc_create(&made, Engine(), algorithm, c.map.get(),
                                                                  c.filter.get(), nullptr, c.out.get(), strides,
                                                                  dilations, before, after, forward.get(), UserScratch()));
  }
  return PrimitiveDesc(made);
}

// `like`, where given, has the order of the filter to take.
std::unique_ptr<Convolution> Prepare(Pass pass, const Geometry& g, int64_t examples, int64_t from, int64_t to,
                                     const Convolution* like) {
  auto c = std::make_unique<Convolution>();
  const int64_t rows = g.sizes[Geometry::kFilterHeight], columns = g.sizes[Geometry::kFilterWidth];
  const std::vector<int64_t> filter = {to, from, rows, columns};
  c->map = Map(examples, g.height(), g.width(), from);
  c->out = Map(examples, g.out_height(), g.out_width(), to);
  c->filter = like ? Clone(like->ordered) : AnyOrder(filter);
  // [rows, columns, from, to] in memory.
  c->own_filter = Strided(filter, {1, to, columns * from * to, from * to});
  c->pass = Prepared(Describe(pass, g, *c).release());
  c->ordered = c->pass.Query(pass == Pass::kGradFilter ? dnnl_query_diff_weights_md : dnnl_query_weights_md);
  c->ordered_bytes = dnnl_memory_desc_get_size(c->ordered);
  c->reorder = pass == Pass::kGradFilter ? Reorder(c->ordered, c->own_filter.get())
                                         : Reorder(c->own_filter.get(), c->ordered);
  return c;
}

// Passes that are prepared, each with when it was last asked for. Pruning leaves sizes behind: what was not asked for in a
// while, counted in calls so that large networks keep all of theirs, is thrown away.
class Passes {
 public:
  // Shares of a call may differ by an example: all take the filter in the order that the largest of them, of `leader`
  // examples, likes best.
  std::shared_ptr<const Convolution> Find(Pass pass, const Geometry& geometry, int64_t examples, int64_t leader,
                                          int64_t from, int64_t to) {
    const auto like = examples == leader ? nullptr : Find(pass, geometry, leader, leader, from, to);
    std::lock_guard<std::mutex> lock(mutex_);
    RunAlone();
    if (++calls_ >= next_look_) ThrowOldAway();
    Kept& kept = made_[{geometry.sizes, {static_cast<int64_t>(pass), examples, leader, from, to}}];
    if (!kept.convolution) kept.convolution = Prepare(pass, geometry, examples, from, to, like.get());
    kept.last_call = calls_;
    return kept.convolution;
  }

 private:
  using Key = std::pair<std::array<int32_t, Geometry::kSizes>, std::array<int64_t, 5>>;
  struct Kept {
    std::shared_ptr<const Convolution> convolution;
    int64_t last_call = 0;
  };

  void ThrowOldAway() {
    const int64_t a_while = 2048 + 8 * static_cast<int64_t>(made_.size());
    for (auto at = made_.begin(); at != made_.end();)
      at = calls_ - at->second.last_call > a_while ? made_.erase(at) : std::next(at);
    next_look_ = calls_ + a_while;
  }

  std::mutex mutex_;
  std::map<Key, Kept> made_;
  int64_t calls_ = 0, next_look_ = 0;
};

std::shared_ptr<const Convolution> Find(Pass pass, const Geometry& geometry, int64_t examples, int64_t leader,
                                        int64_t from, int64_t to) {
  static Passes passes;
  return passes.Find(pass, geometry, examples, leader, from, to);
}

// Examples in equal shares, by their number alone: sums then come out the same with any number of threads.
struct Shares {
  explicit Shares(int64_t all) : all(all), count(static_cast<int>(std::min<int64_t>(all, kShares))) {}
  int64_t begin(int share) const { return all * share / count; }
  int64_t size(int share) const { return begin(share + 1) - begin(share); }
  int64_t largest() const { return (all + count - 1) / count; }

  static constexpr int64_t kShares = 4;
  const int64_t all;
  const int count;
};

// Memory that lasts from call to call.
float* Buffer(std::vector<char>& bytes, size_t needed) {
  if (bytes.size() < needed + Prepared::kAlign) bytes.resize(needed + Prepared::kAlign);
  return static_cast<float*>(Prepared::Aligned(bytes.data()));
}

// Runs `work(convolution, share)` for each share, `work` saying what goes in and out.
template <typename F>
void RunShares(Pass pass, const Geometry& geometry, const Shares& shares, int64_t from, int64_t to, const F& work) {
  std::vector<std::shared_ptr<const Convolution>> made;
  for (int share = 0; share < shares.count; ++share)
    made.push_back(Find(pass, geometry, shares.size(share), shares.largest(), from, to));
  GetPool().Run(shares.count, [&](int share) {
    RunAlone();
    work(*made[share], share);
  });
}

// Errors of oneDNN become TensorFlow's.
template <typename F>
void Guarded(TF_OpKernelContext* context, const F& work) {
  Status status;
  try {
    work(status.status);
  } catch (const std::exception& error) {
    TF_SetStatus(status.status, TF_INTERNAL, error.what());
  }
  if (TF_GetCode(status.status) != TF_OK) TF_OpKernelContext_Failure(context, status.status);
}

// Brings a filter into the order of a pass.
const float* Ordered(Pass pass, const Geometry& g, const Shares& shares, int64_t from, int64_t to, const float* filter) {
  thread_local std::vector<char> bytes;
  const auto c = Find(pass, g, shares.largest(), shares.largest(), from, to);
  float* ordered = Buffer(bytes, c->ordered_bytes);
  c->reorder.Run({{DNNL_ARG_FROM, c->own_filter.get(), filter}, {DNNL_ARG_TO, c->ordered, ordered}});
  return ordered;
}

// x [batch, height, width, from], filter [rows, columns, from, to] -> [batch, out height, out width, to]
void Forward(void* given, TF_OpKernelContext* context) {
  Guarded(context, [&](TF_Status* status) {
    const Geometry& g = *static_cast<Geometry*>(given);
    const Input x(context, 0, status), filter(context, 1, status);
    const int64_t from = x.channels(), to = filter.channels();
    const Shares shares(x.dim(0));
    const Output y(context, 0, {shares.all, g.out_height(), g.out_width(), to}, status);
    const float* ordered = Ordered(Pass::kForward, g, shares, from, to, filter.data());
    RunShares(Pass::kForward, g, shares, from, to, [&](const Convolution& c, int share) {
      const int64_t at = shares.begin(share);
      c.pass.Run({{DNNL_ARG_SRC, c.map.get(), x.data() + at * g.height() * g.width() * from},
                  {DNNL_ARG_WEIGHTS, c.ordered, ordered},
                  {DNNL_ARG_DST, c.out.get(), y.data() + at * g.out_height() * g.out_width() * to}});
    });
  });
}

// dy [batch, out height, out width, to], filter [rows, columns, from, to] -> [batch, height, width, from]
void GradInput(void* given, TF_OpKernelContext* context) {
  Guarded(context, [&](TF_Status* status) {
    const Geometry& g = *static_cast<Geometry*>(given);
    const Input dy(context, 0, status), filter(context, 1, status);
    const int64_t from = filter.dim(2), to = dy.channels();
    const Shares shares(dy.dim(0));
    const Output dx(context, 0, {shares.all, g.height(), g.width(), from}, status);
    const float* ordered = Ordered(Pass::kGradInput, g, shares, from, to, filter.data());
    RunShares(Pass::kGradInput, g, shares, from, to, [&](const Convolution& c, int share) {
      const int64_t at = shares.begin(share);
      c.pass.Run({{DNNL_ARG_DIFF_DST, c.out.get(), dy.data() + at * g.out_height() * g.out_width() * to},
                  {DNNL_ARG_WEIGHTS, c.ordered, ordered},
                  {DNNL_ARG_DIFF_SRC, c.map.get(), dx.data() + at * g.height() * g.width() * from}});
    });
  });
}

FASTEST void AddTo(float* __restrict__ sum, const float* __restrict__ values, int64_t count) {
  for (int64_t i = 0; i < count; ++i) sum[i] += values[i];
}

// x [batch, height, width, from], dy [batch, out height, out width, to] -> [rows, columns, from, to]
void GradFilter(void* given, TF_OpKernelContext* context) {
  Guarded(context, [&](TF_Status* status) {
    const Geometry& g = *static_cast<Geometry*>(given);
    const Input x(context, 0, status), dy(context, 1, status);
    const int64_t from = x.channels(), to = dy.channels();
    const Shares shares(x.dim(0));
    const Output out(context, 0, {g.sizes[Geometry::kFilterHeight], g.sizes[Geometry::kFilterWidth], from, to}, status);
    // A sum for each share, added up in order at the end.
    const auto first = Find(Pass::kGradFilter, g, shares.largest(), shares.largest(), from, to);
    const size_t stride = (first->ordered_bytes + Prepared::kAlign - 1) / Prepared::kAlign * Prepared::kAlign;
    thread_local std::vector<char> bytes;
    char* sums = reinterpret_cast<char*>(Buffer(bytes, stride * shares.count));
    const auto sum_of = [&](int share) { return reinterpret_cast<float*>(sums + share * stride); };
    RunShares(Pass::kGradFilter, g, shares, from, to, [&](const Convolution& c, int share) {
      const int64_t at = shares.begin(share);
      c.pass.Run({{DNNL_ARG_SRC, c.map.get(), x.data() + at * g.height() * g.width() * from},
                  {DNNL_ARG_DIFF_DST, c.out.get(), dy.data() + at * g.out_height() * g.out_width() * to},
                  {DNNL_ARG_DIFF_WEIGHTS, c.ordered, sum_of(share)}});
    });
    Parallel(first->ordered_bytes / sizeof(float), shares.count, [&](int, int64_t begin, int64_t end) {
      for (int share = 1; share < shares.count; ++share) AddTo(sum_of(0) + begin, sum_of(share) + begin, end - begin);
    });
    first->reorder.Run({{DNNL_ARG_FROM, first->ordered, sum_of(0)}, {DNNL_ARG_TO, first->own_filter.get(), out.data()}});
  });
}

}  // namespace

bool RegisterConvolution() {
  const Names geometry{"geometry: list(int)"};
  return Register({"EspalierConv2D", {"x: float", "filter: float"}, {"y: float"}, geometry},
                  {Forward, CreateGeometry, DeleteGeometry}) &&
         Register({"EspalierConv2DGradInput", {"dy: float", "filter: float"}, {"dx: float"}, geometry},
                  {GradInput, CreateGeometry, DeleteGeometry}) &&
         Register({"EspalierConv2DGradFilter", {"x: float", "dy: float"}, {"dfilter: float"}, geometry},
                  {GradFilter, CreateGeometry, DeleteGeometry});
}

}  // namespace espalier

#endif
