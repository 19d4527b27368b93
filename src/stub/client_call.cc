// The two calls that client stubs make (frames.h). Nothing here is alive when an exception leaves:
// a C program's frame may be what it goes to.
#include <farcall/stub/exceptions.h>
#include <farcall/stub/frames.h>

#include <utility>

#include "base/error_record.h"
#include "runtime/client/client.h"
#include "stub/client_async.h"
#include "stub/client_contexts.h"
#include "stub/client_operation.h"
#include "stub/environment.h"

namespace farcall::stub {
namespace {

Status call_and_wait(const ClientOperation& operation, void* binding, void* frame) {
  RPC_TRY(PreparedCall prepared, prepare_call(operation, binding, frame));
  RPC_TRY(const runtime::client::Response response,
          environment().client->call(prepared.target, std::move(prepared.request)));
  ClientContextMarshaller contexts(prepared.target.group, prepared.context_binding.handle());
  return accept_response(operation, response, contexts, frame);
}

}  // namespace

Status bind_and_wait(void* binding, const void* if_handle) {
  RPC_TRY(PreparedCall prepared, prepare_bind(binding, if_handle));
  return environment().client->call(prepared.target, std::move(prepared.request)).status();
}

inline namespace v1 {

void call(const ClientOperation& operation, void* binding, void* frame) {
  const Status status = call_and_wait(operation, binding, frame);
  if (status.ok()) return;
  publish_error(status);
  raise(status.code);
}

void begin(const ClientOperation& operation, void* async_state, void* binding, const void* frame) {
  const Status status = environment().client_async->begin(
      operation, static_cast<RPC_ASYNC_STATE*>(async_state), binding, frame);
  if (status.ok()) return;
  publish_error(status);
  raise(status.code);
}

}  // namespace v1
}  // namespace farcall::stub
