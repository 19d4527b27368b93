// InterfaceTable: the interfaces that client stubs have called, in the form that calls need.
//
// A stub names its interface by an RPC_IF_HANDLE (RPC_CLIENT_INTERFACE); what follows from it is
// worked out once and found again without a lock or an allocation. Entries stay until the table
// goes. Any thread.
#pragma once

#include <array>
#include <atomic>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "protocol/client_association.h"
#include "runtime/client/binding.h"

namespace farcall::runtime::client {

struct CallInterface {
  protocol::InterfaceOffer offer;
  std::vector<InterfaceEndpoint> endpoints;  // IDL attribute [endpoint]
};

class InterfaceTable {
 public:
  InterfaceTable() = default;
  InterfaceTable(const InterfaceTable&) = delete;
  InterfaceTable& operator=(const InterfaceTable&) = delete;
  ~InterfaceTable();

  // What an interface's stub has code for, at least one; before the first call. Without it, NDR 2.0.
  using SyntaxesOf = std::span<const SyntaxId> (*)(const void* if_handle);
  void set_syntaxes_of(SyntaxesOf syntaxes_of) { syntaxes_of_ = syntaxes_of; }

  // RPC_S_UNKNOWN_IF for a handle that is no client interface, RPC_S_OUT_OF_MEMORY.
  Result<const CallInterface&> find(const void* if_handle);

 private:
  struct Entry : CallInterface {
    const void* handle = nullptr;
    std::vector<std::string> texts;  // what the endpoints' views show
    Entry* next = nullptr;
  };
  static constexpr size_t k_buckets = 64;

  [[nodiscard]] std::atomic<Entry*>& bucket_of(const void* handle);
  static Entry* look(Entry* first, const void* handle, const SyntaxId& id);
  Result<const CallInterface&> add(const void* if_handle, const SyntaxId& id);

  SyntaxesOf syntaxes_of_ = nullptr;
  std::array<std::atomic<Entry*>, k_buckets> buckets_{};
  std::mutex mutex_;  // of those who add
};

}  // namespace farcall::runtime::client
