#include "stub/pickle_handle.h"

#include <farcall/stub/exceptions.h>

#include <algorithm>
#include <cstring>

namespace farcall::stub {

Result<MutableBytes> PickleHandle::claim(size_t size, const UserAllocator& user) {
  if (size > UINT32_MAX - used_) return Status{RPC_X_INVALID_BUFFER};
  if (target_.style == MES_FIXED_BUFFER_HANDLE) {
    if (size > target_.size - used_) return Status{RPC_X_INVALID_BUFFER};
    return MutableBytes{reinterpret_cast<uint8_t*>(target_.buffer) + used_, size};
  }
  void* memory = nullptr;
  int32_t raised = RPC_S_OK;
  if (target_.style == MES_DYNAMIC_BUFFER_HANDLE) {
    raised = call_guarded([&] { memory = user.allocate(used_ + size); });
    if (raised == RPC_S_OK && memory)
      return MutableBytes{static_cast<uint8_t*>(memory) + used_, size};
  } else {
    auto room = static_cast<unsigned int>(size);
    char* buffer = nullptr;
    raised = call_guarded([&] { target_.alloc(target_.state, &buffer, &room); });
    if (raised == RPC_S_OK && buffer && room >= size)
      return MutableBytes{reinterpret_cast<uint8_t*>(buffer), size};
  }
  return Status{raised != RPC_S_OK ? raised : RPC_S_OUT_OF_MEMORY};
}

Status PickleHandle::commit(MutableBytes claimed, const UserAllocator& user) {
  int32_t raised = RPC_S_OK;
  if (target_.style == MES_INCREMENTAL_HANDLE) {
    raised = call_guarded([&] {
      target_.write(target_.state, reinterpret_cast<char*>(claimed.data()),
                    static_cast<unsigned int>(claimed.size()));
    });
  } else if (target_.style == MES_DYNAMIC_BUFFER_HANDLE) {
    uint8_t* const whole = claimed.data() - used_;
    if (used_) std::memcpy(whole, dynamic_, used_);
    uint8_t* const before = std::exchange(dynamic_, whole);
    *target_.made_buffer = reinterpret_cast<char*>(whole);
    if (before) raised = call_guarded([&] { user.release(before); });
  }
  used_ += claimed.size();
  if (target_.encoded_size) *target_.encoded_size = static_cast<ULONG>(used_);
  return Status{raised};
}

Result<Bytes> PickleHandle::read(size_t size) {
  const uint8_t* at = nullptr;
  if (target_.style != MES_INCREMENTAL_HANDLE) {
    if (size > target_.size - used_) return Status{RPC_X_BAD_STUB_DATA};
    at = reinterpret_cast<const uint8_t*>(target_.buffer) + used_;
  } else {
    if (size > UINT32_MAX) return Status{RPC_X_BAD_STUB_DATA};
    auto given = static_cast<unsigned int>(size);
    char* buffer = nullptr;
    const int32_t raised =
        size == 0 ? RPC_S_OK : call_guarded([&] { target_.read(target_.state, &buffer, &given); });
    if (raised != RPC_S_OK) return Status{raised};
    if (size != 0 && (!buffer || given < size)) return Status{RPC_X_BAD_STUB_DATA};
    at = reinterpret_cast<const uint8_t*>(buffer);
  }
  used_ += size;
  return Bytes{at, size};
}

void PickleHandle::align(size_t alignment) {
  if (target_.style == MES_INCREMENTAL_HANDLE) return;  // its Read gives exactly what is asked for
  used_ = std::min(target_.size, (used_ + alignment - 1) & ~(alignment - 1));
}

void* PickleHandleTable::add(const PickleTarget& target) {
  auto made = std::make_shared<PickleHandle>(target);
  void* const handle = made.get();
  const std::lock_guard lock(mutex_);
  handles_.emplace(handle, std::move(made));
  return handle;
}

std::shared_ptr<PickleHandle> PickleHandleTable::find(const void* handle) {
  const std::lock_guard lock(mutex_);
  const auto found = handles_.find(handle);
  return found == handles_.end() ? nullptr : found->second;
}

bool PickleHandleTable::remove(const void* handle) {
  const std::lock_guard lock(mutex_);
  return handles_.erase(handle) != 0;
}

}  // namespace farcall::stub
