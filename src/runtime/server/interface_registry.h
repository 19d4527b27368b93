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

#include "base/result.h"
#include "base/uuid.h"

namespace farcall::runtime {

class ServerCall;

// What the stub layer hands over: an interface's identity and how its calls are carried out.
struct InterfaceSpec {
  SyntaxId id;
  const void* handle = nullptr;  // RPC_IF_HANDLE, the interface's identity for the C API
  uint16_t operation_count = 0;
  const void* stub = nullptr;                      // for `dispatch`
  void (*dispatch)(ServerCall& call) = nullptr;  // unmarshals, calls the manager, replies; never throws
};

// RPC_IF_CALLBACK_FN: RPC_S_OK lets the caller in.
using SecurityCallback = int32_t (*)(void* if_handle, void* context);

struct RegistrationOptions {
  uint32_t flags = 0;  // RPC_IF_*
  uint32_t max_calls = 0;
  uint32_t max_rpc_size = UINT32_MAX;
  SecurityCallback security_callback = nullptr;
};

class RegisteredInterface {
 public:
  RegisteredInterface(const InterfaceSpec& spec, const RegistrationOptions& options)
      : spec_(spec), options_(options) {}

  [[nodiscard]] const InterfaceSpec& spec() const { return spec_; }
  [[nodiscard]] const RegistrationOptions& options() const { return options_; }
  // The manager entry point vector for objects of `type` (nil: the default manager), or nullptr.
  [[nodiscard]] const void* manager(const Uuid& type) const;
  [[nodiscard]] bool registered() const { return registered_.load(std::memory_order_acquire); }

  void begin_call() { calls_.fetch_add(1, std::memory_order_relaxed); }
  void end_call();
  [[nodiscard]] uint32_t calls() const { return calls_.load(std::memory_order_acquire); }
  void wait_for_calls();

  // Each refused caller is logged once per interface (D12); true the first time.
  bool note_refusal() { return !refusal_noted_.exchange(true, std::memory_order_relaxed); }

 private:
  friend class InterfaceRegistry;
  struct Manager {
    Uuid type;
    const void* epv;
  };
  const InterfaceSpec spec_;
  RegistrationOptions options_;
  mutable std::mutex mutex_;  // managers_
  std::condition_variable no_calls_;
  std::vector<Manager> managers_;
  std::atomic<uint32_t> calls_{0};
  std::atomic<bool> registered_{true};
  std::atomic<bool> refusal_noted_{false};
};

using InterfaceRef = std::shared_ptr<RegisteredInterface>;

class InterfaceRegistry {
 public:
  // RPC_S_TYPE_ALREADY_REGISTERED when this (interface, type) has a manager.
  Result<void> add(const InterfaceSpec& spec, const Uuid& type, const void* epv, const RegistrationOptions& options);

  // Removes a manager (`type`: nil = the default one) or, with `every_manager`, all; `handle` NULL = of all
  // interfaces. RPC_S_UNKNOWN_IF or RPC_S_UNKNOWN_MGR_TYPE when there is none. With `wait`, returns after the
  // running calls, asynchronous ones included, have ended.
  Result<void> remove(const void* handle, const Uuid& type, bool every_manager, bool wait);

  // Who serves a client that asks for `wanted`, or nullptr.
  [[nodiscard]] InterfaceRef find(const SyntaxId& wanted) const;
  [[nodiscard]] bool empty() const;
  [[nodiscard]] bool any_auto_listen() const;

 private:
  mutable std::mutex mutex_;
  std::vector<InterfaceRef> interfaces_;
};

}  // namespace farcall::runtime
