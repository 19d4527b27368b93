// Process: the one object with everything the C API needs of this process.
//
// Made by the first API call or stub that needs it, never destroyed: threads may still be inside the library when
// the program exits, so memory and descriptors are left to the system. A child made by fork() shares no thread with
// its parent: it gets a Process of its own, in which the parent's handles are unknown (RPC_S_INVALID_BINDING,
// RPC_S_INVALID_ASYNC_HANDLE). Any thread.
#pragma once

#include "runtime/client/client.h"
#include "runtime/runtime.h"
#include "runtime/server/server.h"
#include "stub/client_async.h"
#include "stub/environment.h"
#include "stub/pickle_handle.h"
#include "stub/server_async.h"

namespace farcall::capi {

class Process {
 public:
  // May throw (memory, threads): guard() turns that into a status.
  static Process& get();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  [[nodiscard]] runtime::Server& server() { return server_; }
  [[nodiscard]] runtime::client::Client& client() { return client_; }
  [[nodiscard]] runtime::client::BindingTable& bindings() { return client_.bindings(); }
  [[nodiscard]] stub::ClientAsyncTable& client_async() { return client_async_; }
  [[nodiscard]] stub::ServerAsyncTable& server_async() { return server_async_; }
  [[nodiscard]] stub::PickleHandleTable& pickles() { return pickles_; }
  [[nodiscard]] stub::Environment& environment() { return environment_; }

 private:
  Process();
  ~Process() = delete;
  static Process& make();

  runtime::Runtime runtime_{{.limits = runtime::limits_from_environment()}};
  runtime::Server server_{runtime_};
  runtime::client::Client client_{runtime_};
  stub::ClientAsyncTable client_async_;
  stub::ServerAsyncTable server_async_{runtime_.limits()};
  stub::PickleHandleTable pickles_;
  stub::Environment environment_{&runtime_,      &client_,       &server_,
                                 &client_async_, &server_async_, &pickles_};
};

}  // namespace farcall::capi
