// Client: what this process calls: bindings, association groups, calls.
//
// One object per process for the C API (capi::Process owns it); tests make their own. A synchronous call borrows a
// connection of its binding's association group and pumps it on the caller's thread; asynchronous calls share one
// loop-driven connection of the group, never mixed with synchronous ones (D9, AR-025). Any thread.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "base/slab.h"
#include "protocol/client_association.h"
#include "runtime/client/binding.h"
#include "runtime/client/client_call.h"
#include "runtime/runtime.h"

namespace farcall::runtime::client {

// What a stub asks to have sent.
struct CallRequest {
  const protocol::InterfaceOffer* interface = nullptr;  // static data of the stub
  uint16_t opnum = 0;
  bool maybe = false;
  bool idempotent = false;
  protocol::StubData stub_data;
};

class Client {
 public:
  explicit Client(Runtime& runtime);
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  // Calls that are under way fail; connections close.
  ~Client();

  [[nodiscard]] BindingTable& bindings() { return bindings_; }
  [[nodiscard]] AssociationGroupTable& groups() { return *groups_; }

  // Sends and waits for the answer on the calling thread.
  Result<Response> call(const CallTarget& target, CallRequest request);

  // A call object for start(), with one reference, or nullptr when memory is out.
  ClientCall* make_call();
  // Begins the call and returns; every later failure is its outcome. Its notification has been prepared.
  Result<void> start(ClientCall& call, const CallTarget& target, CallRequest request);

 private:
  Runtime& runtime_;
  BindingTable bindings_;
  Slab<ClientCall> calls_;
};

}  // namespace farcall::runtime::client
