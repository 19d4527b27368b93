// The two calls that client stubs make (frames.h). Nothing here is alive when an exception leaves:
// a C program's frame may be what it goes to.
#include <farcall/stub/exceptions.h>
#include <farcall/stub/frames.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/error_record.h"
#include "runtime/client/client.h"
#include "runtime/runtime.h"
#include "stub/client_async.h"
#include "stub/client_contexts.h"
#include "stub/client_operation.h"
#include "stub/client_pipes.h"
#include "stub/environment.h"

namespace farcall::stub {
namespace {

// What says that the call did not come to the server or its answer not back; the rest are faults of the server, and
// what the stubs found wrong with the data.
bool is_communication_status(int32_t status) {
  constexpr int32_t k_statuses[] = {RPC_S_INVALID_BINDING,      RPC_S_UNKNOWN_IF,
                                    RPC_S_SERVER_UNAVAILABLE,   RPC_S_SERVER_TOO_BUSY,
                                    RPC_S_CALL_FAILED,          RPC_S_CALL_FAILED_DNE,
                                    RPC_S_PROTOCOL_ERROR,       RPC_S_UNSUPPORTED_TRANS_SYN,
                                    RPC_S_UNSUPPORTED_TYPE,     RPC_S_PROCNUM_OUT_OF_RANGE,
                                    EPT_S_NOT_REGISTERED,       RPC_S_COMM_FAILURE,
                                    RPC_S_NO_ENDPOINT_FOUND,    RPC_S_INVALID_NET_ADDR,
                                    RPC_S_CALL_CANCELLED,       RPC_S_NO_BINDINGS,
                                    RPC_S_PROTSEQ_NOT_SUPPORTED};
  return std::find(std::begin(k_statuses), std::end(k_statuses), status) != std::end(k_statuses);
}

// Once more where a server speaks other syntaxes than the one that was there before.
Status call_and_wait(const ClientOperation& operation, void* binding, void* frame) {
  for (bool again = false;; again = true) {
    RPC_TRY(PreparedCall prepared, prepare_call(operation, binding, frame, MayWait::yes));
    const Result<runtime::client::Response> response =
        environment().client->call(prepared.target, std::move(prepared.request));
    if (!response && !again && wrong_syntax(prepared, response.status())) continue;
    if (!response) return response.status();
    ClientContextMarshaller contexts(prepared.target.group, prepared.context_binding.handle());
    return accept_response(operation, *response, contexts, frame);
  }
}

Status call_with_pipes(const ClientOperation& operation, void* binding, void* frame) {
  ClientPipes pipes(operation, frame, environment().runtime->buffers());
  RPC_TRY(pipes.check());
  RPC_TRY(PreparedCall prepared,
          prepare_call(operation, binding, frame, MayWait::yes, &pipes.output()));
  pipes.set_syntax(prepared.syntax);
  prepared.request.more = pipes.has(k_pipe_in);
  prepared.request.streams_response = true;
  if (!prepared.request.more) {
    RPC_TRY(ndr::Marshalled in, pipes.whole_request());
    prepared.request.stub_data = {std::move(in.block), in.offset, in.length};
  }
  RPC_TRY(environment().client->call(prepared.target, std::move(prepared.request), &pipes));
  RPC_TRY(const Bytes behind, pipes.behind());
  ClientContextMarshaller contexts(prepared.target.group, prepared.context_binding.handle());
  return accept_behind_pipes(operation, prepared.syntax, behind, pipes.alignment_base(),
                             pipes.big_endian(), contexts, frame);
}

}  // namespace

Status bind_and_wait(void* binding, const void* if_handle) {
  RPC_TRY(PreparedCall prepared, prepare_bind(binding, if_handle));
  return environment().client->call(prepared.target, std::move(prepared.request)).status();
}

inline namespace v1 {

void call(const ClientOperation& operation, void* binding, void* frame) {
  const Status status = operation.pipes.count ? call_with_pipes(operation, binding, frame)
                                              : call_and_wait(operation, binding, frame);
  if (status.ok()) return;
  publish_error(status);
  raise(status.code);
}

void call(const ClientOperation& operation, void* binding, void* frame,
          const StatusTargets& targets) {
  const Status status = call_and_wait(operation, binding, frame);
  if (status.ok()) return;
  uint32_t* const target = is_communication_status(status.code) ? targets.comm : targets.fault;
  if (!target) raise(status.code);
  *target = static_cast<uint32_t>(status.code);
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
