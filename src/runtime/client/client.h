// Client: what this process calls: bindings, association groups, calls.
//
// One object per process for the C API (capi::Process owns it); tests make their own. A synchronous
// call borrows a connection of its binding's association group and pumps it on the caller's thread;
// asynchronous calls share one loop-driven connection of the group, never mixed with synchronous
// ones (D9, AR-025). Any thread.
#pragma once

#include "base/result.h"
#include "base/slab.h"
#include "runtime/client/association_group_table.h"
#include "runtime/client/binding.h"
#include "runtime/client/call_request.h"
#include "runtime/client/client_call.h"
#include "runtime/client/client_contexts.h"
#include "runtime/client/interface_table.h"
#include "runtime/client/sync_stream.h"
#include "runtime/runtime.h"
#include "transport/resolver.h"

namespace farcall::runtime::client {

class Client {
 public:
  // `runtime` outlives the client.
  explicit Client(Runtime& runtime,
                  transport::Resolver::Lookup lookup = transport::Resolver::system_lookup);
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  // Asynchronous calls that are under way fail; connections close. Not on a loop; no other thread
  // is inside a call.
  ~Client();

  [[nodiscard]] Runtime& runtime() { return runtime_; }
  [[nodiscard]] BindingTable& bindings() { return bindings_; }
  [[nodiscard]] ClientContexts& contexts() { return contexts_; }
  [[nodiscard]] AssociationGroupTable& groups() { return groups_; }
  [[nodiscard]] InterfaceTable& interfaces() { return interfaces_; }

  // How endpoints are found; before the first call. Without one they are not.
  void set_endpoint_lookup(EndpointLookup lookup) { endpoint_lookup_ = lookup; }
  [[nodiscard]] EndpointLookup endpoint_lookup() const { return endpoint_lookup_; }

  // Sends and waits for the answer on the calling thread.
  // `stream`: its pipes, or nullptr.
  Result<Response> call(const CallTarget& target, CallRequest request,
                        SyncStream* stream = nullptr);

  // An asynchronous call to be prepared and started, or nullptr when memory is out.
  ClientCall* make_call() { return calls_.make(calls_); }

 private:
  Runtime& runtime_;
  transport::Resolver resolver_;
  EndpointLookup endpoint_lookup_ = nullptr;
  InterfaceTable interfaces_;
  Slab<ClientCall> calls_;
  AssociationGroupTable groups_;
  BindingTable bindings_;
  ClientContexts contexts_{bindings_};
};

}  // namespace farcall::runtime::client
