// ClientContexts: the context handles that this process holds of servers (C706 5.1.6).
//
// What a program sees as a context handle is the address of an object here; the table says which pointer is one. It
// has the name that the server gave the handle, and a binding of its own, so that a call with nothing but a context
// handle knows where to go, also after the program has freed the binding with which it was made. While a context
// handle lives, its association group keeps a connection open: without one the server would run the handle down.
// Any thread.
#pragma once

#include <memory>

#include "base/result.h"
#include "base/slab.h"
#include "base/uuid.h"
#include "runtime/client/binding.h"

namespace farcall::runtime::client {

// A binding handle that nobody else knows, freed with this.
class OwnedBinding {
 public:
  OwnedBinding() = default;
  OwnedBinding(BindingTable& table, void* handle) : table_(&table), handle_(handle) {}
  OwnedBinding(OwnedBinding&& other) noexcept
      : table_(other.table_), handle_(std::exchange(other.handle_, nullptr)) {}
  OwnedBinding& operator=(OwnedBinding&& other) noexcept {
    std::swap(table_, other.table_);
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~OwnedBinding() {
    if (handle_) (void)table_->free(handle_);
  }
  [[nodiscard]] void* handle() const { return handle_; }

 private:
  BindingTable* table_ = nullptr;
  void* handle_ = nullptr;
};

// The name of a context handle at its server, as it travels.
struct ContextName {
  uint32_t attributes = 0;
  Uuid uuid;
};

class ClientContexts {
 public:
  explicit ClientContexts(BindingTable& bindings) : bindings_(bindings) {}
  ClientContexts(const ClientContexts&) = delete;
  ClientContexts& operator=(const ClientContexts&) = delete;
  ~ClientContexts();

  struct View {
    ContextName name;
    void* binding = nullptr;
    std::shared_ptr<AssociationGroup> group;
  };
  // RPC_X_SS_CONTEXT_MISMATCH for anything that is no context handle; the same below.
  Result<View> look(const void* handle) const;

  // A new one, with a binding like `binding` that stays in `group`; nullptr when memory is out.
  void* make(const ContextName& name, const void* binding, std::shared_ptr<AssociationGroup> group);
  Status rename(void* handle, const ContextName& name);
  // This side of it only (RpcSsDestroyClientContext): the server is not told.
  Status destroy(void* handle);

 private:
  struct Context {
    ContextName name;
    OwnedBinding binding;
    std::shared_ptr<AssociationGroup> group;
    bool open = true;
  };
  static Status mismatch() { return Status{RPC_X_SS_CONTEXT_MISMATCH}; }
  void destroy(Context& context);

  // A destroyed handle is recognised for at least this many later ones.
  static constexpr uint32_t k_reuse_after = 256;
  BindingTable& bindings_;
  Slab<Context> contexts_{k_reuse_after};
};

}  // namespace farcall::runtime::client
