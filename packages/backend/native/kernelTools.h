// What kernels of this package share: threads, tensors of floats, sums that come out the same every time, registration.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "tensorflow/c/kernels.h"
#include "tensorflow/c/ops.h"
#include "tensorflow/c/tf_tensor.h"

// The fastest of three instruction sets that the processor has, chosen when the library loads. Contraction is off, so
// that all three round alike.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define FASTEST __attribute__((target_clones("avx512f", "avx2", "default"), optimize("fp-contract=off")))
#else
#define FASTEST
#endif

namespace espalier {

// A few threads that help with work in parts; as many as TensorFlow has.
class Pool {
 public:
  explicit Pool(int threads) {
    for (int i = 1; i < threads; ++i) workers_.emplace_back([this] { Work(); });
  }

  // Calls task(part) for each part in [0, parts). Who is free takes the next part, so that nobody waits for a thread
  // that the processor has no time for.
  void Run(int parts, const std::function<void(int)>& task) {
    // One task at a time: kernels of two sessions may come together.
    std::lock_guard<std::mutex> turn(turn_);
    {
      std::lock_guard<std::mutex> lock(mutex_);
      task_ = &task;
      parts_ = parts;
      next_ = 0;
    }
    posted_.fetch_add(1, std::memory_order_release);
    start_.notify_all();
    TakeParts(task, parts);
    Linger([this] { return left_.load(std::memory_order_acquire) == 0; });
    std::unique_lock<std::mutex> lock(mutex_);
    // Nobody joins any more; who has joined is waited for.
    task_ = nullptr;
    done_.wait(lock, [this] { return busy_ == 0; });
  }

 private:
  void Work() {
    std::unique_lock<std::mutex> lock(mutex_);
    while (true) {
      const int seen = posted_.load(std::memory_order_acquire);
      if (!(task_ != nullptr && next_ < parts_)) {
        lock.unlock();
        Linger([this, seen] { return posted_.load(std::memory_order_acquire) != seen; });
        lock.lock();
      }
      start_.wait(lock, [this] { return task_ != nullptr && next_ < parts_; });
      ++busy_;
      left_.store(busy_, std::memory_order_release);
      // `Run` may take `task_` back while the last part is still being done.
      const std::function<void(int)>& task = *task_;
      const int parts = parts_;
      lock.unlock();
      TakeParts(task, parts);
      lock.lock();
      left_.store(--busy_, std::memory_order_release);
      if (busy_ == 0) done_.notify_one();
    }
  }

  // Looks for a moment whether something has come, which is sooner known than by being woken. Without giving the processor
  // away: on a busy machine it would not soon come back.
  template <typename F>
  static void Linger(const F& has_come) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::microseconds(kLinger);
    while (!has_come() && std::chrono::steady_clock::now() < end) Pause();
  }
  static constexpr int kLinger = 100;

  static void Pause() {
#ifdef __x86_64__
    __builtin_ia32_pause();
#endif
  }

  void TakeParts(const std::function<void(int)>& task, int parts) {
    for (int part; (part = next_++) < parts;) task(part);
  }

  std::vector<std::thread> workers_;
  std::mutex turn_, mutex_;
  std::condition_variable start_, done_;
  const std::function<void(int)>* task_ = nullptr;
  std::atomic<int> next_{0}, posted_{0}, left_{0};
  int parts_ = 0, busy_ = 0;
};

inline Pool& GetPool() {
  // Never destroyed: its threads wait until the process ends.
  static Pool* pool = [] {
    const char* threads = std::getenv("TF_NUM_INTRAOP_THREADS");
    const int asked = threads ? std::atoi(threads) : 0;
    return new Pool(asked > 0 ? asked : std::max(1u, std::thread::hardware_concurrency()));
  }();
  return *pool;
}

// Work is cut into no more parts than this.
constexpr int kParts = 16;

// Calls work(part, begin, end) on equal parts of [0, count): the same parts for the same sizes, whatever the number of
// threads, so that sums come out the same. `cost` is the number of values behind each of `count`.
template <typename F>
void Parallel(int64_t count, int64_t cost, const F& work) {
  const int parts = static_cast<int>(std::max<int64_t>(1, std::min({int64_t{kParts}, count, count * cost / 16384})));
  if (parts == 1) return work(0, int64_t{0}, count);
  GetPool().Run(parts, [&](int part) { work(part, count * part / parts, count * (part + 1) / parts); });
}

struct Status {
  TF_Status* const status = TF_NewStatus();
  ~Status() { TF_DeleteStatus(status); }
};

// An input of a kernel: floats, channels last.
class Input {
 public:
  Input(TF_OpKernelContext* context, int index, TF_Status* status) { TF_GetInput(context, index, &tensor_, status); }
  ~Input() { TF_DeleteTensor(tensor_); }
  const float* data() const { return static_cast<const float*>(TF_TensorData(tensor_)); }
  int64_t size() const { return TF_TensorElementCount(tensor_); }
  int64_t channels() const { return TF_Dim(tensor_, TF_NumDims(tensor_) - 1); }
  int64_t dim(int axis) const { return TF_Dim(tensor_, axis); }
  std::vector<int64_t> shape() const {
    std::vector<int64_t> sizes;
    for (int axis = 0; axis < TF_NumDims(tensor_); ++axis) sizes.push_back(dim(axis));
    return sizes;
  }

 private:
  TF_Tensor* tensor_ = nullptr;
};

class Output {
 public:
  Output(TF_OpKernelContext* context, int index, const std::vector<int64_t>& shape, TF_Status* status) {
    int64_t bytes = sizeof(float);
    for (const int64_t size : shape) bytes *= size;
    const int rank = static_cast<int>(shape.size());
    tensor_ = TF_AllocateOutput(context, index, TF_FLOAT, shape.data(), rank, bytes, status);
  }
  ~Output() { TF_DeleteTensor(tensor_); }
  float* data() const { return static_cast<float*>(TF_TensorData(tensor_)); }

 private:
  TF_Tensor* tensor_;
};

// Sums over rows, one for each part of the work, added up in order at the end. Blocks of rows are summed by themselves
// first, so that small terms are not lost in a large sum.
class RowSums {
 public:
  explicit RowSums(int64_t channels, int parts = kParts) : channels_(channels), sums_(parts * channels) {}
  template <typename F>
  void AddBlock(int part, const F& add) {
    thread_local std::vector<float> block;
    block.assign(channels_, 0.f);
    add(block.data());
    float* sum = sums_.data() + part * channels_;
    for (int64_t i = 0; i < channels_; ++i) sum[i] += block[i];
  }
  void Write(float* out) const {
    std::fill(out, out + channels_, 0.f);
    for (size_t i = 0; i < sums_.size(); ++i) out[i % channels_] += sums_[i];
  }

 private:
  const int64_t channels_;
  std::vector<float> sums_;
};

constexpr int64_t kBlock = 256;

using Names = std::vector<const char*>;

// An op as TensorFlow's C API wants it told: `name: type` of what goes in and out, and of its attributes.
struct Definition {
  const char* name;
  Names inputs, outputs, attributes;
};

// What runs an op; `create` reads attributes into what `compute` gets first and `destroy` frees.
struct Kernel {
  void (*compute)(void*, TF_OpKernelContext*);
  void* (*create)(TF_OpKernelConstruction*) = nullptr;
  void (*destroy)(void*) = nullptr;
};

// Registers an op and its kernel; whether that went well.
inline bool Register(const Definition& definition, const Kernel& kernel) {
  Status status;
  TF_OpDefinitionBuilder* op = TF_NewOpDefinitionBuilder(definition.name);
  for (const char* input : definition.inputs) TF_OpDefinitionBuilderAddInput(op, input);
  for (const char* output : definition.outputs) TF_OpDefinitionBuilderAddOutput(op, output);
  for (const char* attribute : definition.attributes) TF_OpDefinitionBuilderAddAttr(op, attribute);
  TF_OpDefinitionBuilderSetShapeInferenceFunction(op, [](TF_ShapeInferenceContext* context, TF_Status* unknown) {
    TF_ShapeInferenceContextSetUnknownShape(context, unknown);
  });
  TF_RegisterOpDefinition(op, status.status);
  if (TF_GetCode(status.status) != TF_OK) return false;
  TF_KernelBuilder* builder =
      TF_NewKernelBuilder(definition.name, "CPU", kernel.create, kernel.compute, kernel.destroy);
  TF_RegisterKernelBuilder(definition.name, builder, status.status);
  return TF_GetCode(status.status) == TF_OK;
}

}  // namespace espalier
