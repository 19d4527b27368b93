// What Reader and Writer need around them in these tests: pools, budgets, an application's allocator that counts.
#pragma once

#include <farcall/stub/reader.h>
#include <farcall/stub/writer.h>

#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/limits.h"
#include "ndr/marshal_buffer.h"
#include "ndr/unmarshal_memory.h"

namespace farcall::ndr {

inline int g_user_blocks = 0;       // given out and not taken back
inline int g_user_until_none = -1;  // this many more allocations succeed; -1: all

inline void* user_allocate(size_t size) {
  if (g_user_until_none == 0) return nullptr;
  if (g_user_until_none > 0) --g_user_until_none;
  ++g_user_blocks;
  return std::malloc(size);
}
inline void user_release(void* memory) {
  if (memory) --g_user_blocks;
  std::free(memory);
}

// Stub data in a heap block of exactly its size, so that a sanitizer sees the first byte read beyond it.
class Input {
 public:
  explicit Input(const std::vector<uint8_t>& bytes, bool swapped = false)
      : size_(bytes.size()), bytes_(std::make_unique<uint8_t[]>(bytes.size())) {
    if (size_) std::memcpy(bytes_.get(), bytes.data(), size_);
    input_ = memory_.open(Bytes{bytes_.get(), size_}, swapped);
  }

  stub::StubInput& operator*() { return input_; }
  stub::StubInput* operator->() { return &input_; }
  UnmarshalMemory& memory() { return memory_; }
  [[nodiscard]] size_t left() const { return static_cast<size_t>(input_.end - input_.cursor); }

 private:
  size_t size_;
  std::unique_ptr<uint8_t[]> bytes_;
  Limits limits_;
  BufferPool pool_;
  Arena arena_{pool_};
  stub::UserAllocator user_{&user_allocate, &user_release};
  UnmarshalMemory memory_{arena_, user_, limits_};
  stub::StubInput input_;
};

class Output {
 public:
  stub::StubOutput& operator*() { return buffer_.output(); }
  [[nodiscard]] int32_t status() { return buffer_.output().status; }
  [[nodiscard]] std::vector<uint8_t> bytes() {
    const stub::StubOutput& out = buffer_.output();
    return {out.start, out.cursor};
  }

 private:
  BufferPool pool_;
  MarshalBuffer buffer_{pool_};
};

}  // namespace farcall::ndr
