// Steps 6 to 9 of the life of a server call: unmarshal [in], call the manager inside an exception guard, marshal
// [out]. A manager that throws anything ends its call with a fault, never the server (D6).
#include "stub/server_dispatch.h"

#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcdcep.h>
#include <farcall/stub/exceptions.h>

#include <algorithm>
#include <cstring>

#include "ndr/unmarshal_memory.h"
#include "runtime/runtime.h"
#include "runtime/sdk_identity.h"
#include "runtime/server/server_pipes.h"
#include "stub/environment.h"
#include "stub/server_async.h"
#include "stub/server_contexts.h"
#include "stub/server_pipes.h"

namespace farcall::stub {
namespace {

void fault(runtime::ServerCall& call, int32_t status) {
  end_contexts(call, runtime::ContextEnd::not_returned);
  if (call.claim_answer()) (void)call.fault(status);
}

const ServerOperation& operation_of(const runtime::ServerCall& call) {
  const auto& interface = *static_cast<const ServerInterface*>(call.interface().spec().stub);
  return interface.operations[call.request().opnum];
}

// midl_user_free and notify routines are the application's; what they throw has nowhere to go.
void notify(const ServerOperation& operation, bool entered) {
  if (operation.notify) (void)call_guarded([&] { operation.notify(entered); });
}

bool prepare_frame(const ServerOperation& operation, runtime::ServerCall& call) {
  const size_t size = operation.frame_size;
  call.frame = size <= sizeof call.inline_frame ? call.inline_frame : call.arena().allocate(size);
  if (!call.frame) return false;
  std::memset(call.frame, 0, size);
  return true;
}

int32_t unmarshal_in(const ServerInterface& interface, const ServerOperation& operation,
                     runtime::ServerCall& call) {
  if (call.pipes) return unmarshal_before_pipes(interface, operation, call);
  ndr::UnmarshalMemory memory(call.arena(), interface.user, environment().runtime->limits());
  StubInput input = memory.open(call.stub_data(), call.request().big_endian);
  ServerContexts contexts(call);
  input.contexts = &contexts;
  const int32_t raised =
      call_guarded([&] { operation.get_in(syntax_of(call), input, call.frame); });
  if (raised != RPC_S_OK) return raised;
  if (input.status != RPC_S_OK) return input.status;
  memory.commit();
  return RPC_S_OK;
}

int32_t guarded_callback(runtime::SecurityCallback callback, void* if_handle, void* context) {
  int32_t verdict = RPC_S_ACCESS_DENIED;
  const int32_t raised = call_guarded([&] { verdict = callback(if_handle, context); });
  return raised != RPC_S_OK ? raised : verdict;
}

void answer(const ServerOperation& operation, runtime::ServerCall& call, int32_t raised) {
  if (raised != RPC_S_OK) {
    end_contexts(call, runtime::ContextEnd::not_returned);
    end_frame(operation, call, true);
    return fault(call, raised);
  }
  const Status disciplined = call.pipes ? check_pipes(call) : Status{};
  if (!disciplined.ok()) end_contexts(call, runtime::ContextEnd::not_sent);
  Result<ndr::Marshalled> marshalled =
      disciplined.ok() ? marshal_out(operation, call) : Result<ndr::Marshalled>(disciplined);
  end_frame(operation, call, true);
  if (!marshalled.ok()) return fault(call, marshalled.status().code);
  if (call.claim_answer()) (void)call.reply(std::move(marshalled).value());
}

// The request is unmarshalled and the locks of its context handles are held.
void call_manager(runtime::ServerCall& call) {
  const ServerOperation& operation = operation_of(call);
  if (call.pipes) fill_pipes(operation, call, (operation.flags & k_op_async) != 0);
  ServerInvocation invocation{&call, nullptr, call.manager_epv()};
  if (!(operation.flags & k_op_async))
    return answer(operation, call, call_guarded([&] { operation.invoke(call.frame, invocation); }));

  invocation.async_state = environment().server_async->make(call, operation);
  if (!invocation.async_state) {
    end_contexts(call, runtime::ContextEnd::not_returned);
    end_frame(operation, call, false);
    return fault(call, RPC_S_OUT_OF_MEMORY);
  }
  const int32_t raised = call_guarded([&] { operation.invoke(call.frame, invocation); });
  call.note_manager_returned();
  if (raised != RPC_S_OK) environment().server_async->raised(call, raised);
}

// False: the call waits for a context handle, in nobody's hands until resume() comes.
bool lock_contexts(runtime::ServerCall& call) {
  return !call.contexts || call.contexts->lock();
}

// With the locks held: a handle may have been closed by the call before, and the client may have gone.
void go_on(runtime::ServerCall& call) {
  const bool lost = call.contexts && call.contexts->lost();
  if (!lost && !call.abandoned()) return call_manager(call);
  end_contexts(call, runtime::ContextEnd::not_returned);
  end_frame(operation_of(call), call, false);
  fault(call, lost ? RPC_X_SS_CONTEXT_MISMATCH : RPC_S_CALL_CANCELLED);
}

uint8_t pipes_of(const void* stub, uint16_t opnum) {
  static_assert(runtime::InterfaceSpec::k_in_pipes == k_pipe_in &&
                runtime::InterfaceSpec::k_out_pipes == k_pipe_out);
  const Pipes& pipes = static_cast<const ServerInterface*>(stub)->operations[opnum].pipes;
  uint8_t directions = 0;
  for (uint16_t i = 0; i < pipes.count; ++i)
    directions |= pipes.parameters[i].flags & (k_pipe_in | k_pipe_out);
  return directions;
}

void resume(runtime::ServerCall& call) {
  if (lock_contexts(call)) go_on(call);
}

}  // namespace

Result<runtime::InterfaceSpec> interface_spec(const void* if_handle) {
  const auto* spec = static_cast<const RPC_SERVER_INTERFACE*>(if_handle);
  if (!spec || spec->Length != sizeof(RPC_SERVER_INTERFACE) || !spec->InterpreterInfo)
    return Status{RPC_S_INVALID_ARG};
  const auto* interface = static_cast<const ServerInterface*>(spec->InterpreterInfo);
  if (interface->magic != k_interface_magic) return Status{RPC_S_INVALID_ARG};
  runtime::InterfaceSpec result;
  result.id = runtime::syntax_id(spec->InterfaceId);
  result.handle = if_handle;
  result.operation_count = interface->operation_count;
  result.ndr20 = (interface->syntaxes & k_ndr20_only) != 0;
  result.ndr64 = (interface->syntaxes & k_ndr64_only) != 0;
  result.stub = interface;
  result.dispatch = &dispatch;
  result.resume = &resume;
  result.pipes = &pipes_of;
  result.run_down = &run_down_context;
  result.abandon = [](runtime::ServerCall& call) { environment().server_async->abandon(call); };
  result.report_unanswered = [](runtime::ServerCall& call) {
    if (call.async_state) environment().server_async->report_unanswered(call);
  };
  result.guarded_callback = &guarded_callback;
  return result;
}

Result<ndr::Marshalled> marshal_out(const ServerOperation& operation, runtime::ServerCall& call) {
  ndr::MarshalBuffer buffer(environment().runtime->buffers());
  ServerContexts contexts(call);
  StubOutput& output = call.pipes ? output_behind_pipes(call) : buffer.output();
  output.contexts = &contexts;
  const int32_t raised =
      call_guarded([&] { operation.put_out(syntax_of(call), output, call.frame); });
  Result<ndr::Marshalled> taken = raised != RPC_S_OK ? Status{raised}
                                  : call.pipes       ? take_behind_pipes(call)
                                                     : buffer.take();
  end_contexts(call, taken.ok() ? runtime::ContextEnd::sent : runtime::ContextEnd::not_sent);
  return taken;
}

void end_frame(const ServerOperation& operation, runtime::ServerCall& call, bool entered) {
  (void)call_guarded([&] { operation.release(call.frame); });
  notify(operation, entered);
}

void dispatch(runtime::ServerCall& call) {
  const auto& interface = *static_cast<const ServerInterface*>(call.interface().spec().stub);
  const ServerOperation& operation = operation_of(call);
  int32_t unmarshalled = RPC_S_OUT_OF_MEMORY;
  if (prepare_frame(operation, call) && !(call.pipes && !prepare_pipes(operation, call)))
    unmarshalled = unmarshal_in(interface, operation, call);
  if (unmarshalled != RPC_S_OK) {
    notify(operation, false);
    return fault(call, unmarshalled);
  }
  call.release_request();
  if (lock_contexts(call)) go_on(call);
}

}  // namespace farcall::stub
