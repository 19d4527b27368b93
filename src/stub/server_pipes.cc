// Synchronous pipes wait on the manager's thread and raise what went wrong through it; asynchronous ones answer
// statuses and notify as the server's RPC_ASYNC_STATE says at the time of the push or pull (AR-090 to AR-098).
#include "stub/server_pipes.h"

#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcasync.h>
#include <farcall/stub/exceptions.h>

#include <algorithm>
#include <memory>
#include <new>
#include <optional>

#include "ndr/stream_output.h"
#include "ndr/unmarshal_memory.h"
#include "runtime/runtime.h"
#include "runtime/server/server_connection.h"
#include "runtime/server/server_pipes.h"
#include "stub/environment.h"
#include "stub/notification_request.h"
#include "stub/pipe_order.h"
#include "stub/server_async.h"
#include "stub/server_contexts.h"
#include "stub/server_dispatch.h"

namespace farcall::stub {
namespace {

using runtime::PipeNotification;
using runtime::ServerCall;
using Kind = ndr::ChunkReader::Pulled::Kind;

struct PipeSet;

// What a pipe's `state` points to.
struct ServerPipe {
  PipeSet* set = nullptr;
  uint16_t index = 0;
  ndr::ChunkReader reader;
  [[nodiscard]] const PipeElement& element() const;
};

struct PipeSet {
  PipeSet(ServerCall& owner, const Pipes& of)
      : call(owner),
        pipes(of),
        order(of),
        out(owner.connection().buffers()),
        members(new (std::nothrow) ServerPipe[of.count]) {}
  ServerCall& call;
  const Pipes pipes;
  PipeOrder order;
  ndr::StreamOutput out;
  std::unique_ptr<ServerPipe[]> members;
};

const PipeElement& ServerPipe::element() const {
  return *set->pipes.parameters[index].element;
}

PipeSet& set_of(ServerCall& call) {
  return *static_cast<PipeSet*>(call.pipes->stub);
}
ServerPipe& pipe_of(char* state) {
  return *reinterpret_cast<ServerPipe*>(state);
}

// What is there now.
Result<ndr::ChunkReader::Pulled> try_pull(ServerPipe& pipe, void* elements, size_t most) {
  PipeSet& set = *pipe.set;
  RPC_TRY(set.order.may(pipe.index, k_pipe_in, RPC_X_PIPE_EMPTY));
  if (most == 0 || !elements) return Status{RPC_S_INVALID_ARG};
  bool room_made = false;
  const auto pulled = set.call.pipes->input().pull(pipe.reader, pipe.element(), syntax_of(set.call),
                                                   elements, most, room_made);
  if (room_made) set.call.pipes->input_has_room();
  if (pulled.ok() && pulled->kind == Kind::end) set.order.end(pipe.index, k_pipe_in);
  return pulled;
}

Result<size_t> pull_and_wait(ServerPipe& pipe, void* elements, size_t most) {
  for (;;) {
    RPC_TRY(const auto pulled, try_pull(pipe, elements, most));
    if (pulled.kind != Kind::nothing_yet) return pulled.number;
    if (!pipe.set->call.pipes->input().wait()) return Status{RPC_X_BAD_STUB_DATA};
  }
}

Status send_gathered(PipeSet& set) {
  RPC_TRY(ndr::Marshalled block, set.out.cut(false));
  return set.call.pipes->send(std::move(block));
}

// Marshals in portions, so that one large push does not take as much memory again. `wait` keeps to the limit.
Status push(ServerPipe& pipe, const void* elements, size_t number, bool wait) {
  PipeSet& set = *pipe.set;
  RPC_TRY(set.order.may(pipe.index, k_pipe_out, RPC_X_PIPE_CLOSED));
  if (number != 0 && !elements) return Status{RPC_S_INVALID_ARG};
  const PipeElement& element = pipe.element();
  const size_t portion = elements_in(element, k_pipe_portion);
  const auto* from = static_cast<const uint8_t*>(elements);
  for (size_t done = 0; done < number;) {
    const size_t now = std::min(portion, number - done);
    ndr::put_chunk(set.out.output(), element, syntax_of(set.call),
                   from + done * element.memory_size, now);
    done += now;
    RPC_TRY(send_gathered(set));
    if (wait) RPC_TRY(set.call.pipes->output().wait_for_room());
  }
  if (number != 0) return Status{};
  ndr::put_chunk(set.out.output(), element, syntax_of(set.call), nullptr, 0);
  set.order.end(pipe.index, k_pipe_out);
  return set.out.output().status == RPC_S_OK ? Status{} : Status{set.out.output().status};
}

template <class Count>
void sync_pull(char* state, void* elements, Count most, Count* number) {
  const Result<size_t> pulled = pull_and_wait(pipe_of(state), elements, most);
  const int32_t status = pulled.status().code;
  *number = pulled.ok() ? static_cast<Count>(*pulled) : 0;
  if (status != RPC_S_OK) raise(status);
}

template <class Count>
void sync_push(char* state, void* elements, Count number) {
  const int32_t status = push(pipe_of(state), elements, number, true).code;
  if (status != RPC_S_OK) raise(status);
}

RPC_ASYNC_STATE* async_state(ServerPipe& pipe) {
  return static_cast<RPC_ASYNC_STATE*>(pipe.set->call.async_state);
}

// The notification that the server's structure asks for; nullptr for none.
Result<PipeNotification*> notification(RPC_ASYNC_STATE* state) {
  RPC_TRY(const runtime::NotificationRequest request,
          notification_request(static_cast<uint32_t>(state->NotificationType), state->u));
  if (request.type == runtime::NotificationType::none)
    return static_cast<PipeNotification*>(nullptr);
  return PipeNotification::make(request, state);
}

// The call is over when a pull or push of its own has failed (AR-097).
RPC_STATUS ended(ServerPipe& pipe, Status status) {
  const bool misuse = status.code == RPC_S_INVALID_ARG || status.code == RPC_X_WRONG_PIPE_ORDER ||
                      status.code == RPC_X_PIPE_CLOSED || status.code == RPC_X_PIPE_EMPTY;
  if (!status.ok() && !misuse) environment().server_async->raised(pipe.set->call, status.code);
  return status.code;
}

template <class Count>
RPC_STATUS async_pull(char* state, void* elements, Count most, Count* number) {
  ServerPipe& pipe = pipe_of(state);
  *number = 0;
  const auto pulled = try_pull(pipe, elements, most);
  if (!pulled.ok()) return ended(pipe, pulled.status());
  *number = static_cast<Count>(pulled->number);
  if (pulled->kind != Kind::nothing_yet) return RPC_S_OK;
  const Result<PipeNotification*> made = notification(async_state(pipe));
  if (!made.ok()) return made.status().code;
  if (*made) pipe.set->call.pipes->input().arm(**made);
  return RPC_S_ASYNC_CALL_PENDING;
}

template <class Count>
RPC_STATUS async_push(char* state, void* elements, Count number) {
  ServerPipe& pipe = pipe_of(state);
  runtime::ServerPipes& pipes = *pipe.set->call.pipes;
  RPC_ASYNC_STATE* const asked = async_state(pipe);
  // Without a notification there is nothing to wait for but the push itself.
  const bool notify = (asked->Flags & RPC_C_NOTIFY_ON_SEND_COMPLETE) != 0 &&
                      asked->NotificationType != RpcNotificationTypeNone;
  const bool on_loop = pipe.set->call.connection().loop().is_current();
  const Status status = push(pipe, elements, number, !notify && !on_loop);
  if (!status.ok() || !notify) return ended(pipe, status);
  const Result<PipeNotification*> made = notification(asked);
  if (!made.ok()) return made.status().code;
  if (*made) pipes.output().arm(**made);
  return RPC_S_OK;
}

}  // namespace

bool prepare_pipes(const ServerOperation& operation, ServerCall& call) {
  auto* set = new (std::nothrow) PipeSet(call, operation.pipes);
  if (!set) return false;
  call.pipes->stub = set;
  call.pipes->drop_stub = [](void* stub) { delete static_cast<PipeSet*>(stub); };
  if (!set->members) return false;
  for (uint16_t i = 0; i < operation.pipes.count; ++i) {
    set->members[i].set = set;
    set->members[i].index = i;
  }
  return true;
}

void fill_pipes(const ServerOperation& operation, ServerCall& call, bool asynchronous) {
  PipeSet& set = set_of(call);
  for (uint16_t i = 0; i < operation.pipes.count; ++i) {
    PipeStruct& filled = pipe_struct(operation.pipes.parameters[i], call.frame);
    with_count(operation.pipes.parameters[i], [&]<class Count>(Count) {
      using Any = void (*)();
      filled.pull = asynchronous ? reinterpret_cast<Any>(&async_pull<Count>)
                                 : reinterpret_cast<Any>(&sync_pull<Count>);
      filled.push = asynchronous ? reinterpret_cast<Any>(&async_push<Count>)
                                 : reinterpret_cast<Any>(&sync_push<Count>);
    });
    filled.alloc = nullptr;
    filled.state = reinterpret_cast<char*>(&set.members[i]);
  }
}

// More and more of it is tried until it is enough: its length is known to the stub alone. What has been looked at in vain is
// in proportion to what came, however small the pieces it came in.
int32_t unmarshal_before_pipes(const ServerInterface& interface, const ServerOperation& operation,
                               ServerCall& call) {
  runtime::PipeInput& input = call.pipes->input();
  const Limits& limits = environment().runtime->limits();
  const size_t most = runtime::most_before_pipes(call, limits);
  constexpr size_t k_looks = 16;
  constexpr size_t k_looks_at_little = 1 << 20;  // bytes
  size_t looked_at = 0;
  for (;;) {
    int32_t status = RPC_S_OK;
    const bool taken = input.take([&](Bytes bytes, bool whole, bool swapped) {
      const bool too_often = looked_at > k_looks_at_little + k_looks * bytes.size();
      if (too_often && !whole && bytes.size() <= most) return std::optional<size_t>();
      looked_at += bytes.size();
      ndr::UnmarshalMemory memory(call.arena(), interface.user, limits);
      StubInput from = memory.open(bytes, swapped);
      ServerContexts contexts(call);
      from.contexts = &contexts;
      status = call_guarded([&] { operation.get_in(syntax_of(call), from, call.frame); });
      if (status == RPC_S_OK) status = from.status;
      const auto used = static_cast<size_t>(from.cursor - from.start);
      if (status == RPC_S_OK && used <= most) {
        memory.commit();
        return std::optional<size_t>(used);
      }
      end_contexts(call, runtime::ContextEnd::not_returned);
      if (status == RPC_S_OK) status = RPC_S_ACCESS_DENIED;
      return whole || status == RPC_S_ACCESS_DENIED ? std::optional<size_t>(0) : std::nullopt;
    });
    if (taken) {
      input.set_limit(limits.pipe_buffer);
      if (status != RPC_S_OK && input.failure() != RPC_S_OK) return input.failure();
      return status;
    }
    if (input.full()) return RPC_S_ACCESS_DENIED;  // as for MaxRpcSize everywhere
    if (!input.wait()) return status;
  }
}

Status check_pipes(ServerCall& call) {
  return set_of(call).order.all_ended() ? Status{} : Status{RPC_X_PIPE_DISCIPLINE_ERROR};
}

StubOutput& output_behind_pipes(ServerCall& call) {
  return set_of(call).out.output();
}

Result<ndr::Marshalled> take_behind_pipes(ServerCall& call) {
  return set_of(call).out.cut(true);
}

}  // namespace farcall::stub
