// ClientCallMap: which call is live on which RPC_ASYNC_STATE, by the structure's address.
//
// The structures are the program's and are never looked at here. Sharded, so that threads with
// calls of their own do not meet; open addressing, so that nothing is allocated in steady state. An
// entry owns the collector's reference of its call. Any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>

#include "base/result.h"
#include "runtime/client/client_call.h"

namespace farcall::stub {

class ClientCallMap {
 public:
  using Call = runtime::client::ClientCall;

  ClientCallMap() = default;
  ClientCallMap(const ClientCallMap&) = delete;
  ClientCallMap& operator=(const ClientCallMap&) = delete;
  ~ClientCallMap();

  // RPC_S_INVALID_ASYNC_CALL when a call is live there, RPC_S_OUT_OF_MEMORY. The reference goes
  // over on success.
  Status insert(const void* state, Call& call);

  // Calls `look(call)` while no one can take the call out. RPC_S_INVALID_ASYNC_CALL when there is
  // none.
  template <class Look>
  Status visit(const void* state, Look look) {
    Shard& shard = shard_of(state);
    const std::lock_guard lock(shard.mutex);
    Entry* entry = shard.find(state);
    if (!entry) return Status{RPC_S_INVALID_ASYNC_CALL};
    look(*entry->call);
    return Status{};
  }

  // Takes the call out, with its reference, unless `may(call)` is a status that says why not.
  template <class May>
  Result<Call&> take(const void* state, May may) {
    Shard& shard = shard_of(state);
    const std::lock_guard lock(shard.mutex);
    Entry* entry = shard.find(state);
    if (!entry) return Status{RPC_S_INVALID_ASYNC_CALL};
    Call& call = *entry->call;
    RPC_TRY(may(call));
    shard.erase(*entry);
    return call;
  }

 private:
  struct Entry {
    const void* state = nullptr;
    Call* call = nullptr;
  };
  struct alignas(64) Shard {
    [[nodiscard]] size_t home(const void* state) const { return mix(state) & (capacity - 1); }
    [[nodiscard]] size_t next(size_t at) const { return (at + 1) & (capacity - 1); }
    Entry* find(const void* state);
    bool grow();
    void place(const Entry& entry);
    void erase(Entry& entry);

    std::mutex mutex;
    std::unique_ptr<Entry[]> entries;
    size_t capacity = 0;  // a power of two
    size_t size = 0;
  };
  static constexpr size_t k_shards = 64;
  static constexpr size_t k_kept = 1024;  // entries; a larger array goes when its shard is empty

  static size_t mix(const void* state) {
    return static_cast<size_t>((reinterpret_cast<uintptr_t>(state) >> 4) * 0x9e3779b97f4a7c15u >>
                               20);
  }
  Shard& shard_of(const void* state) { return shards_[mix(state) >> 30 & (k_shards - 1)]; }

  std::array<Shard, k_shards> shards_;
};

}  // namespace farcall::stub
