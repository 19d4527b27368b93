// Pushes marshal on the program's thread, pulls unmarshal there; the connection moves bytes.
#include "stub/client_async_pipes.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <new>
#include <utility>
#include <vector>

#include "ndr/pipe_codec.h"
#include "ndr/stream_output.h"
#include "runtime/runtime.h"
#include "stub/client_async.h"
#include "stub/environment.h"
#include "stub/notification_request.h"
#include "stub/pipe_order.h"

namespace farcall::stub {
namespace {

using runtime::PipeNotification;
using runtime::client::CallPipes;
using runtime::client::ClientCall;
using Pulled = ndr::ChunkReader::Pulled;

ClientPipeHandles& handles() {
  return environment().client_async->pipe_handles();
}

struct PipeSet {
  PipeSet(const Pipes& of, BufferPool& pool)
      : pipes(of), order(of), out(pool), readers(of.count), handles(of.count) {}
  const Pipes pipes;
  std::mutex mutex;  // pipes of one call share a stream
  PipeOrder order;
  ndr::StreamOutput out;
  std::vector<ndr::ChunkReader> readers;
  std::vector<ClientPipeHandle*> handles;
  SyntaxKind syntax = SyntaxKind::ndr20;
  RPC_ASYNC_STATE* state = nullptr;
};

PipeSet& set_of(const ClientCall& call) {
  return *static_cast<PipeSet*>(call.pipes->stub);
}

// A pipe that is being used, with a reference to its call.
class Use {
 public:
  explicit Use(char* state) {
    (void)handles().visit(state, [&](ClientPipeHandle& live) {
      live.call->retain();
      call_ = live.call;
      index_ = live.index;
    });
  }
  Use(const Use&) = delete;
  Use& operator=(const Use&) = delete;
  ~Use() {
    if (call_) call_->release();
  }
  [[nodiscard]] bool valid() const { return call_ != nullptr; }
  [[nodiscard]] ClientCall& call() const { return *call_; }
  [[nodiscard]] CallPipes& pipes() const { return *call_->pipes; }
  [[nodiscard]] PipeSet& set() const { return set_of(*call_); }
  [[nodiscard]] uint16_t index() const { return index_; }
  [[nodiscard]] const PipeElement& element() const {
    return *set().pipes.parameters[index_].element;
  }

 private:
  ClientCall* call_ = nullptr;
  uint16_t index_ = 0;
};

bool is_misuse(int32_t status) {
  return status == RPC_S_INVALID_ARG || status == RPC_X_WRONG_PIPE_ORDER ||
         status == RPC_X_PIPE_CLOSED || status == RPC_X_PIPE_EMPTY;
}

// What a push or pull answers; a failure ends the call.
RPC_STATUS answer(const Use& use, Status status) {
  if (!status.ok() && !is_misuse(status.code))
    environment().client_async->give_up(use.set().state, use.call(), status.code);
  return status.code;
}

// As the program's structure asks for now; nullptr for none.
Result<PipeNotification*> notification(RPC_ASYNC_STATE* state) {
  RPC_TRY(const runtime::NotificationRequest request,
          notification_request(static_cast<uint32_t>(state->NotificationType), state->u));
  if (request.type == runtime::NotificationType::none)
    return static_cast<PipeNotification*>(nullptr);
  return PipeNotification::make(request, state);
}

bool wants_send_complete(const RPC_ASYNC_STATE& state) {
  return (state.Flags & RPC_C_NOTIFY_ON_SEND_COMPLETE) != 0 &&
         state.NotificationType != RpcNotificationTypeNone;
}

Status send(const Use& use, bool last) {
  RPC_TRY(ndr::Marshalled block, use.set().out.cut(last));
  RPC_TRY(const bool tell, use.pipes().output.add(std::move(block), last));
  if (tell) use.call().feed();
  return Status{};
}

// In portions, so that one large push does not take as much memory again.
Status push_elements(const Use& use, const void* elements, size_t number, bool wait) {
  PipeSet& set = use.set();
  const PipeElement& element = use.element();
  const size_t portion = elements_in(element, k_pipe_portion);
  const auto* from = static_cast<const uint8_t*>(elements);
  for (size_t done = 0; done < number;) {
    const size_t now = std::min(portion, number - done);
    {
      const std::lock_guard lock(set.mutex);
      RPC_TRY(set.order.may(use.index(), k_pipe_in, RPC_X_PIPE_CLOSED));
      ndr::put_chunk(set.out.output(), element, set.syntax, from + done * element.memory_size, now);
      RPC_TRY(send(use, false));
    }
    done += now;
    if (wait) RPC_TRY(use.pipes().output.wait_for_room());
  }
  return Status{};
}

Status push_end(const Use& use) {
  PipeSet& set = use.set();
  const std::lock_guard lock(set.mutex);
  RPC_TRY(set.order.may(use.index(), k_pipe_in, RPC_X_PIPE_CLOSED));
  ndr::put_chunk(set.out.output(), use.element(), set.syntax, nullptr, 0);
  set.order.end(use.index(), k_pipe_in);
  return send(use, set.order.all_ended(k_pipe_in));
}

// AR-087: the push of nothing is followed by RpcCallComplete, not by RpcSendComplete.
template <class Count>
RPC_STATUS async_push(char* state, void* elements, Count number) {
  const Use use(state);
  if (!use.valid()) return RPC_S_INVALID_ASYNC_CALL;
  if (number == 0) return answer(use, push_end(use));
  if (!elements) return RPC_S_INVALID_ARG;
  RPC_ASYNC_STATE* const asked = use.set().state;
  const bool notify = wants_send_complete(*asked);
  const bool wait = !notify && !use.call().loop().is_current();
  PipeNotification* made = nullptr;
  if (notify) {
    const Result<PipeNotification*> prepared = notification(asked);
    if (!prepared.ok()) return prepared.status().code;
    made = *prepared;
  }
  const Status pushed = push_elements(use, elements, number, wait);
  if (made && pushed.ok())
    use.pipes().output.arm(*made);
  else if (made)
    made->release();
  return answer(use, pushed);
}

Result<Pulled> try_pull(const Use& use, void* elements, size_t most) {
  PipeSet& set = use.set();
  const std::lock_guard lock(set.mutex);
  RPC_TRY(set.order.may(use.index(), k_pipe_out, RPC_X_PIPE_EMPTY));
  if (most == 0 || !elements) return Status{RPC_S_INVALID_ARG};
  bool room_made = false;
  const auto pulled = use.pipes().input.pull(set.readers[use.index()], use.element(), set.syntax,
                                             elements, most, room_made);
  if (room_made) use.call().feed();
  if (pulled.ok() && pulled->kind == Pulled::Kind::end) {
    set.order.end(use.index(), k_pipe_out);
    if (set.order.all_ended(k_pipe_out)) use.call().drained();
  }
  return pulled;
}

template <class Count>
RPC_STATUS async_pull(char* state, void* elements, Count most, Count* number) {
  const Use use(state);
  if (!number) return RPC_S_INVALID_ARG;
  *number = 0;
  if (!use.valid()) return RPC_S_INVALID_ASYNC_CALL;
  const Result<Pulled> pulled = try_pull(use, elements, most);
  if (!pulled.ok()) return answer(use, pulled.status());
  *number = static_cast<Count>(pulled->number);
  if (pulled->kind != Pulled::Kind::nothing_yet) return RPC_S_OK;
  const Result<PipeNotification*> made = notification(use.set().state);
  if (!made.ok()) return made.status().code;
  if (*made) use.pipes().input.arm(**made);
  return RPC_S_ASYNC_CALL_PENDING;
}

bool has(const Pipes& pipes, uint8_t direction) {
  return std::any_of(pipes.parameters, pipes.parameters + pipes.count,
                     [&](const PipeParameter& each) { return (each.flags & direction) != 0; });
}

}  // namespace

Status check_async_pipes(const ClientOperation& operation, const void* frame) {
  for (uint16_t i = 0; i < operation.pipes.count; ++i) {
    const PipeParameter& parameter = operation.pipes.parameters[i];
    const auto* const at = static_cast<const uint8_t*>(frame) + parameter.offset;
    if ((parameter.flags & k_pipe_pointer) && !*reinterpret_cast<void* const*>(at))
      return Status{RPC_X_NULL_REF_POINTER};
  }
  return Status{};
}

Result<PreparedCall> prepare_call_with_pipes(const ClientOperation& operation, void* binding,
                                             const void* frame, ClientCall& call) {
  RPC_TRY(check_async_pipes(operation, frame));
  runtime::Runtime& runtime = *environment().runtime;
  const bool in = has(operation.pipes, k_pipe_in), out = has(operation.pipes, k_pipe_out);
  call.pipes.reset(new (std::nothrow)
                       CallPipes(runtime.buffers(), runtime.limits().pipe_buffer, out));
  if (!call.pipes) return Status{RPC_S_OUT_OF_MEMORY};
  PipeSet* set = nullptr;
  try {
    set = new PipeSet(operation.pipes, runtime.buffers());
  } catch (const std::bad_alloc&) {
    return Status{RPC_S_OUT_OF_MEMORY};
  }
  call.pipes->stub = set;
  call.pipes->drop_stub = [](void* stub) { delete static_cast<PipeSet*>(stub); };
  RPC_TRY(PreparedCall prepared,
          prepare_call(operation, binding, frame, MayWait::no, &set->out.output()));
  set->syntax = prepared.syntax;
  prepared.request.more = in;
  prepared.request.streams_response = out;
  RPC_TRY(ndr::Marshalled front, set->out.cut(!in));
  prepared.request.stub_data = {std::move(front.block), front.offset, front.length};
  return prepared;
}

Status connect_pipes(const ClientOperation& operation, RPC_ASYNC_STATE* state, ClientCall& call) {
  PipeSet& set = set_of(call);
  set.state = state;
  for (uint16_t i = 0; i < operation.pipes.count; ++i) {
    set.handles[i] = handles().make(&call, i);
    if (!set.handles[i]) return Status{RPC_S_OUT_OF_MEMORY};
    const PipeParameter& parameter = operation.pipes.parameters[i];
    PipeStruct& filled = pipe_struct(parameter, call.frame);
    with_count(parameter, [&]<class Count>(Count) {
      using Any = void (*)();
      filled.pull = reinterpret_cast<Any>(&async_pull<Count>);
      filled.push = reinterpret_cast<Any>(&async_push<Count>);
    });
    filled.state = reinterpret_cast<char*>(set.handles[i]);
  }
  if (set.order.all_ended(k_pipe_in) || !wants_send_complete(*state)) return Status{};
  RPC_TRY(PipeNotification* const made, notification(state));
  call.pipes->output.arm(*made);
  return Status{};
}

void disconnect_pipes(ClientCall& call) {
  if (!call.pipes) return;
  for (ClientPipeHandle*& each : set_of(call).handles)
    if (each) handles().destroy(std::exchange(each, nullptr));
}

Status check_async_pipe_discipline(const ClientCall& call) {
  PipeSet& set = set_of(call);
  const std::lock_guard lock(set.mutex);
  return set.order.all_ended(k_pipe_in) ? Status{} : Status{RPC_X_PIPE_DISCIPLINE_ERROR};
}

Status accept_behind_async_pipes(const ClientOperation& operation, ClientCall& call,
                                 ContextMarshaller& contexts) {
  const SyntaxKind syntax = set_of(call).syntax;
  return call.pipes->input.take_behind([&](Bytes data, const uint8_t* base, bool big_endian) {
    return accept_behind_pipes(operation, syntax, data, base, big_endian, contexts, call.frame);
  });
}

}  // namespace farcall::stub
