// What convolutions use of oneDNN, as objects that free themselves. Every call here is of oneDNN's C interface, version 3.
#pragma once

#include <oneapi/dnnl/dnnl.h>
#include <oneapi/dnnl/dnnl_debug.h>

#include <memory>
#include <stdexcept>
#include <type_traits>
#include <vector>

namespace espalier {

inline void Check(dnnl_status_t status) {
  if (status != dnnl_success) throw std::runtime_error(dnnl_status2str(status));
}

template <typename Handle, dnnl_status_t (*destroy)(Handle)>
struct Destroy {
  void operator()(Handle handle) const { destroy(handle); }
};

template <typename Handle, dnnl_status_t (*destroy)(Handle)>
using Owned = std::unique_ptr<std::remove_pointer_t<Handle>, Destroy<Handle, destroy>>;

using Memory = Owned<dnnl_memory_t, dnnl_memory_destroy>;
using MemoryDesc = Owned<dnnl_memory_desc_t, dnnl_memory_desc_destroy>;
using PrimitiveDesc = Owned<dnnl_primitive_desc_t, dnnl_primitive_desc_destroy>;
using Primitive = Owned<dnnl_primitive_t, dnnl_primitive_destroy>;
using Attributes = Owned<dnnl_primitive_attr_t, dnnl_primitive_attr_destroy>;

inline dnnl_engine_t Engine() {
  static const dnnl_engine_t engine = [] {
    // What is prepared is kept here, and thrown away here.
    Check(dnnl_set_primitive_cache_capacity(0));
    dnnl_engine_t made;
    Check(dnnl_engine_create(&made, dnnl_cpu, 0));
    return made;
  }();
  return engine;
}

// Of this thread. On a processor it does things at once, one after the other.
inline dnnl_stream_t Stream() {
  thread_local const dnnl_stream_t stream = [] {
    dnnl_stream_t made;
    Check(dnnl_stream_create(&made, Engine(), dnnl_stream_default_flags));
    return made;
  }();
  return stream;
}

// Floats of these sizes, each so many values behind the one before along its axis.
inline MemoryDesc Strided(const std::vector<int64_t>& sizes, const std::vector<int64_t>& strides) {
  dnnl_memory_desc_t made;
  Check(dnnl_memory_desc_create_with_strides(&made, static_cast<int>(sizes.size()), sizes.data(), dnnl_f32,
                                             strides.data()));
  return MemoryDesc(made);
}

// Floats of these sizes, in the order that oneDNN likes best.
inline MemoryDesc AnyOrder(const std::vector<int64_t>& sizes) {
  dnnl_memory_desc_t made;
  Check(dnnl_memory_desc_create_with_tag(&made, static_cast<int>(sizes.size()), sizes.data(), dnnl_f32,
                                         dnnl_format_tag_any));
  return MemoryDesc(made);
}

inline MemoryDesc Clone(const_dnnl_memory_desc_t desc) {
  dnnl_memory_desc_t made;
  Check(dnnl_memory_desc_clone(&made, desc));
  return MemoryDesc(made);
}

// Scratch memory is the caller's: a primitive may then run on several threads at once.
inline dnnl_primitive_attr_t UserScratch() {
  static const dnnl_primitive_attr_t attributes = [] {
    dnnl_primitive_attr_t made;
    Check(dnnl_primitive_attr_create(&made));
    Check(dnnl_primitive_attr_set_scratchpad_mode(made, dnnl_scratchpad_mode_user));
    return made;
  }();
  return attributes;
}

inline Memory Wrap(const_dnnl_memory_desc_t desc, const void* data) {
  dnnl_memory_t made;
  Check(dnnl_memory_create(&made, desc, Engine(), const_cast<void*>(data)));
  return Memory(made);
}

struct Argument {
  int name;
  const_dnnl_memory_desc_t desc;
  const void* data;
};

// A primitive that is ready to run, and what it was made from.
class Prepared {
 public:
  Prepared() = default;
  explicit Prepared(dnnl_primitive_desc_t desc) : desc_(desc) {
    dnnl_primitive_t made;
    Check(dnnl_primitive_create(&made, desc));
    primitive_.reset(made);
    scratch_ = Query(dnnl_query_scratchpad_md);
    scratch_bytes_ = scratch_ ? dnnl_memory_desc_get_size(scratch_) : 0;
  }

  const_dnnl_primitive_desc_t desc() const { return desc_.get(); }
  const_dnnl_memory_desc_t Query(dnnl_query_t what) const {
    return dnnl_primitive_desc_query_md(desc_.get(), what, 0);
  }

  void Run(const std::vector<Argument>& arguments) const {
    thread_local std::vector<char> scratch;
    if (scratch.size() < scratch_bytes_ + kAlign) scratch.resize(scratch_bytes_ + kAlign);
    std::vector<Memory> memories;
    std::vector<dnnl_exec_arg_t> given;
    const auto add = [&](const Argument& argument) {
      memories.push_back(Wrap(argument.desc, argument.data));
      given.push_back({argument.name, memories.back().get()});
    };
    for (const Argument& argument : arguments) add(argument);
    if (scratch_bytes_ > 0) add({DNNL_ARG_SCRATCHPAD, scratch_, Aligned(scratch.data())});
    Check(dnnl_primitive_execute(primitive_.get(), Stream(), static_cast<int>(given.size()), given.data()));
    Check(dnnl_stream_wait(Stream()));
  }

  static constexpr size_t kAlign = 64;
  static void* Aligned(char* at) {
    return reinterpret_cast<void*>((reinterpret_cast<uintptr_t>(at) + kAlign - 1) / kAlign * kAlign);
  }

 private:
  PrimitiveDesc desc_;
  Primitive primitive_;
  const_dnnl_memory_desc_t scratch_ = nullptr;
  size_t scratch_bytes_ = 0;
};

// Copies from one order of the same floats to another.
inline Prepared Reorder(const_dnnl_memory_desc_t from, const_dnnl_memory_desc_t to) {
  dnnl_primitive_desc_t made;
  Check(dnnl_reorder_primitive_desc_create(&made, from, Engine(), to, Engine(), UserScratch()));
  return Prepared(made);
}

}  // namespace espalier
