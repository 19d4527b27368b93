// Binding: what stands behind a client's handle_t.
//
// A program hands us handles as void*, and sometimes something else (NULL, a freed handle, an RPC_IF_HANDLE): the
// table says which is which without touching foreign memory. A BindingRef pins a binding for the time of one API
// call; a call in progress needs only the association group, so freeing a binding never waits for calls. Any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "base/slab.h"
#include "base/uuid.h"
#include "runtime/client/com_timeout.h"
#include "runtime/client/endpoint_lookup.h"
#include "runtime/client/string_binding.h"

namespace farcall::runtime::client {

class AssociationGroup;
class AssociationGroupTable;
struct AuthInfo;

// Values as RPC_C_OPT_* (SDK "Binding Option Constants").
enum class BindingOption : uint32_t {
  noncausal = 9,
  unique_binding = 11,
  call_timeout = 12,
  dont_linger = 13,
};

// An endpoint that the interface itself names (IDL attribute [endpoint]).
struct InterfaceEndpoint {
  std::string_view protseq;
  std::string_view endpoint;
};

// What a call's interface says of where its servers are.
struct InterfacePlace {
  std::span<const InterfaceEndpoint> endpoints;
  const SyntaxId* id = nullptr;  // needed for what follows
  EndpointLookup lookup = nullptr;
};

// What one call needs of its binding.
struct CallTarget {
  std::shared_ptr<AssociationGroup> group;
  Uuid object;
  uint32_t call_timeout_ms = 0;           // 0: none; synchronous calls only
  std::optional<ComTimeout> com_timeout;  // what the program has set
  bool noncausal = false;                 // its order among other calls does not matter
};

class Binding {
 public:
  Binding(StringBinding parts, const Uuid& object);
  Binding(const Binding& other);
  Binding& operator=(const Binding&) = delete;

  // The association group to call through, made on first use. Local errors only; nothing is contacted.
  // With a `lookup`, a server without an endpoint is found when it is called; else it is EPT_S_NOT_REGISTERED.
  Result<CallTarget> target(AssociationGroupTable& groups, const InterfacePlace& interface);
  // What an endpoint mapper must be asked before the first call; nothing when the endpoint is known.
  [[nodiscard]] std::optional<EndpointQuestion> question(const InterfacePlace& interface) const;
  // The answer. No effect when there is an endpoint by now.
  void set_endpoint(const std::string& endpoint);

  [[nodiscard]] Uuid object() const;
  void set_object(const Uuid& object);
  // Who calls through this binding from now on, and how well protected; nullptr: unauthenticated.
  // Calls under way are not changed (RpcBindingSetAuthInfo).
  void set_auth(std::shared_ptr<const AuthInfo> auth);
  [[nodiscard]] std::shared_ptr<const AuthInfo> auth() const;
  [[nodiscard]] std::string network_address() const;
  // Forgets the endpoint: the next call resolves it anew (RpcBindingReset).
  void reset();
  Result<std::string> to_string() const;
  Status set_option(BindingOption option, uintptr_t value);
  Result<uintptr_t> option(BindingOption option) const;
  [[nodiscard]] bool is_local() const;  // over ncalrpc
  // RPC_S_INVALID_TIMEOUT.
  Status set_com_timeout(uint32_t timeout);
  [[nodiscard]] ComTimeout com_timeout() const;

 private:
  friend class BindingTable;
  friend class BindingRef;
  [[nodiscard]] std::optional<std::string> own_endpoint(const InterfacePlace& interface) const;
  [[nodiscard]] EndpointQuestion make_question(const InterfacePlace& interface) const;

  mutable std::mutex mutex_;  // guards all down to group_
  StringBinding parts_;
  Uuid object_;
  bool noncausal_ = false;
  bool unique_ = false;
  bool dont_linger_ = false;
  uint32_t call_timeout_ms_ = 0;
  std::optional<ComTimeout> com_timeout_;
  std::shared_ptr<const AuthInfo> auth_;
  std::shared_ptr<AssociationGroup> group_;

  std::atomic<uint32_t> references_{1};  // the handle's own and one for each BindingRef
  bool open_ = true;  // the program has not freed the handle; under the slab's lock
};

class BindingTable;

// A pinned binding; empty when the handle was none.
class BindingRef {
 public:
  BindingRef() = default;
  BindingRef(BindingTable& table, Binding& binding) : table_(&table), binding_(&binding) {}
  BindingRef(BindingRef&& other) noexcept
      : table_(other.table_), binding_(std::exchange(other.binding_, nullptr)) {}
  BindingRef& operator=(BindingRef&&) = delete;
  inline ~BindingRef();
  Binding& operator*() const { return *binding_; }
  Binding* operator->() const { return binding_; }

 private:
  BindingTable* table_ = nullptr;
  Binding* binding_ = nullptr;
};

class BindingTable {
 public:
  // Whether a pointer is a binding handle of another kind (a server's call); asked only for unknown pointers.
  using OtherKind = bool (*)(const void* handle);
  void set_other_kind(OtherKind test) { other_kind_.store(test, std::memory_order_release); }

  // The handle of a new binding.
  Result<void*> from_string(std::string_view text);
  Result<void*> copy(const Binding& original);
  // One that stays in `group`, whatever its options say (a context handle's).
  Result<void*> copy(const Binding& original, const std::shared_ptr<AssociationGroup>& group);
  // RPC_S_INVALID_BINDING, or RPC_S_WRONG_KIND_OF_BINDING for a server's handle.
  Result<BindingRef> find(const void* handle);
  Status free(void* handle);

 private:
  friend class BindingRef;
  void release(Binding& binding);
  [[nodiscard]] Status why_not(const void* handle) const;

  // Freed handles are recognised for at least this many later frees.
  static constexpr uint32_t k_reuse_after = 256;
  Slab<Binding> bindings_{k_reuse_after};
  std::atomic<OtherKind> other_kind_{nullptr};
};

inline BindingRef::~BindingRef() {
  if (binding_) table_->release(*binding_);
}

}  // namespace farcall::runtime::client
