// InterfaceRegistry: which interfaces this process serves, with their managers.
//
// An interface is known by its SyntaxId; a client's request for the same uuid and major version with a minor
// version not above ours is served by it (C706 3.1.1). Registered interfaces are counted: by the registry itself,
// by presentation contexts and by calls, so that one can be unregistered while calls run and wait for them.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/uuid.h"

namespace farcall::security {
class AccessList;
}

namespace farcall::runtime {

class ServerCall;

// RPC_IF_CALLBACK_FN: RPC_S_OK lets the caller in. `context` is the binding handle of the call.
using SecurityCallback = int32_t (*)(void* if_handle, void* context);

// What the stub layer hands over: an interface's identity and how its calls are carried out.
struct InterfaceSpec {
  SyntaxId id;
  const void* handle = nullptr;  // RPC_IF_HANDLE, the interface's identity for the C API
  uint16_t operation_count = 0;
  bool ndr20 = true;  // the transfer syntaxes of the stub
  bool ndr64 = false;
  const void* stub = nullptr;  // for `dispatch`
  // Unmarshals, calls the manager, replies or leaves the call parked; never throws.
  void (*dispatch)(ServerCall& call) = nullptr;
  // Which pipes the operation has: k_in_pipes, k_out_pipes. Null: none.
  uint8_t (*pipes)(const void* stub, uint16_t opnum) = nullptr;
  static constexpr uint8_t k_in_pipes = 1;
  static constexpr uint8_t k_out_pipes = 2;
  // Goes on with a call that was parked for a context handle's lock; as `dispatch`.
  void (*resume)(ServerCall& call) = nullptr;
  // Runs the rundown routine of a context handle type of the stub's; never throws.
  void (*run_down)(const void* type, void* user_context) = nullptr;
  // Frees what a parked call holds of the stub layer, because the server ends and the call has been
  // claimed for it. Null: nothing to free. Never throws.
  void (*abandon)(ServerCall& call) = nullptr;
  // Says of a parked call that it has not been answered. Null: nothing to say. Never throws.
  void (*report_unanswered)(ServerCall& call) = nullptr;
  // Calls a security callback inside the stub layer's exception guard; a raised code is a refusal.
  // Null: the run-time calls it itself.
  int32_t (*guarded_callback)(SecurityCallback callback, void* if_handle, void* context) = nullptr;
};

struct RegistrationOptions {
  uint32_t flags = 0;      // RPC_IF_*
  uint32_t max_calls = 0;  // calls at once of an auto-listen interface; 0: as many as come
  uint32_t max_rpc_size = UINT32_MAX;
  SecurityCallback security_callback = nullptr;
  std::shared_ptr<const security::AccessList> access = {};  // RpcServerRegisterIf3; null: no list
  // The run-time's own: no reason to accept connections, and nothing that a program unregisters.
  bool built_in = false;
  const void* scope = nullptr;  // the GroupScope that it belongs to, if any
};

class RegisteredInterface {
 public:
  RegisteredInterface(const InterfaceSpec& spec, const RegistrationOptions& options)
      : spec_(spec), options_(options) {}

  [[nodiscard]] const InterfaceSpec& spec() const { return spec_; }
  [[nodiscard]] const RegistrationOptions& options() const { return options_; }
  [[nodiscard]] bool auto_listen() const;
  // The entry point vector (which may be NULL) of the manager for objects of the nil type, or
  // RPC_S_UNSUPPORTED_TYPE when there is none.
  [[nodiscard]] Result<const void*> manager_of_nil_type() const;
  [[nodiscard]] bool registered() const { return registered_.load(); }

  // A call counts from before it looks at registered() until it has ended, so that whoever took
  // the interface away either is seen by it or waits for it. Returns how many calls there are.
  uint32_t begin_call() { return calls_.fetch_add(1) + 1; }
  void end_call();
  [[nodiscard]] uint32_t calls() const { return calls_.load(); }
  // False when `patience` has passed first.
  bool wait_for_calls(Duration patience);

  // Each refused caller is logged once per interface (D12); true the first time.
  bool note_refusal() { return !refusal_noted_.exchange(true, std::memory_order_relaxed); }

 private:
  friend class InterfaceRegistry;
  struct Manager {
    Uuid type;
    const void* epv;
  };
  void managers_changed();

  const InterfaceSpec spec_;
  const RegistrationOptions options_;
  std::mutex mutex_;
  std::condition_variable no_calls_;
  std::vector<Manager> managers_;  // the registry's lock guards it
  // That of the nil type, for calls.
  std::atomic<const void*> default_epv_{nullptr};
  std::atomic<bool> has_default_{false};
  std::atomic<uint32_t> calls_{0};
  std::atomic<bool> registered_{true};
  std::atomic<bool> refusal_noted_{false};
};

using InterfaceRef = std::shared_ptr<RegisteredInterface>;

class InterfaceRegistry {
 public:
  // RPC_S_TYPE_ALREADY_REGISTERED when this (interface, type) has a manager.
  Result<void> add(const InterfaceSpec& spec, const Uuid& type, const void* epv,
                   const RegistrationOptions& options);

  // Removes a manager (`type`: nil = the default one) or, with `every_manager`, all; `handle` NULL = of all
  // interfaces but the auto-listen ones. The interfaces that are gone now, whose calls may still run.
  // RPC_S_UNKNOWN_IF or RPC_S_UNKNOWN_MGR_TYPE when there is none.
  Result<std::vector<InterfaceRef>> remove(const void* handle, const Uuid& type, bool every_manager,
                                           const void* scope = nullptr);

  // Who serves a client that asks for `wanted`, or nullptr.
  [[nodiscard]] InterfaceRef find(const SyntaxId& wanted, const void* scope = nullptr) const;
  // The entry point vector registered for objects of `type`. RPC_S_UNKNOWN_IF, RPC_S_UNKNOWN_MGR_TYPE.
  [[nodiscard]] Result<const void*> manager(const void* handle, const Uuid& type) const;
  // The same for a call of an interface that is known. RPC_S_UNSUPPORTED_TYPE, RPC_S_UNKNOWN_IF when it
  // has just gone.
  [[nodiscard]] Result<const void*> manager_of(const RegisteredInterface& interface,
                                               const Uuid& type) const;
  // All that are registered, the run-time's own last.
  [[nodiscard]] std::vector<SyntaxId> ids() const;
  // But for the run-time's own.
  [[nodiscard]] bool empty() const;
  [[nodiscard]] bool any_auto_listen() const;

 private:
  mutable std::mutex mutex_;
  std::vector<InterfaceRef> interfaces_;
};

}  // namespace farcall::runtime
