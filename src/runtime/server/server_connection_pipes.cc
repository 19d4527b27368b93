// The pipes of a connection's calls: requests that are dispatched while they come in, responses that leave while they
// are made, and who waits for whom.
#include <cassert>
#include <new>
#include <utility>

#include "runtime/server/server_connection.h"
#include "runtime/server/server_pipes.h"

namespace farcall::runtime {
bool ServerConnection::streams_requests(void* interface, uint16_t opnum) {
  return (pipes_of(serving(interface), opnum) & InterfaceSpec::k_in_pipes) != 0;
}

bool ServerConnection::open_pipes(ServerCall& call, bool more) {
  if (pipes_of(call.interface(), call.request().opnum) == 0) return true;
  call.pipes.reset(new (std::nothrow)
                       ServerPipes(call, buffers(), core_.runtime.limits().pipe_buffer));
  if (!call.pipes) return false;
  call.pipes->input().set_big_endian(call.request().big_endian);
  // What stands in front of the pipes may be longer than what is kept of a pipe.
  call.pipes->input().set_limit(most_before_pipes(call, core_.runtime.limits()));
  call.pipes->input().append(call.stub_data(), !more);
  call.release_request();
  return true;
}

void ServerConnection::on_request_data(void* call, Bytes data, bool last) {
  ServerPipes* pipes = static_cast<ServerCall*>(call)->pipes.get();
  if (!pipes) return;
  pipes->input().append(data, last);
  if (pipes->input().full()) input_full_ = true;
}

// The next pull says why.
void ServerConnection::on_request_refused(void* call, int32_t status) {
  if (ServerPipes* pipes = static_cast<ServerCall*>(call)->pipes.get()) pipes->input().fail(status);
}

void ServerConnection::pipe_has_room() {
  if (pipe_room_posted_.exchange(true)) return;
  add_reference();
  if (!loop_.post(pipe_room_task_)) drop_reference();
}

void ServerConnection::run_pipe_room(transport::Task& task) {
  ServerConnection& connection = ConnectionTask::of(task);
  connection.pipe_room_posted_.store(false);
  connection.input_full_ = false;
  connection.settle();
  connection.drop_reference();
}

void ServerConnection::send_parts(ServerPipes& pipes) {
  assert(loop_.is_current());
  ServerCall& call = pipes.call();
  const RequestInfo& request = call.request();
  ndr::Marshalled block;
  bool any = false, last = false;
  while (pipes.output().take(block, last)) {
    any = true;
    const Status sent =
        association_
            .send_response_part(request.call_id, request.context_id,
                                {std::move(block.block), block.offset, block.length})
            .status();
    if (!sent.ok()) pipes.output().fail(sent.code);
  }
  if (!any) return;
  if (!pipes.link.linked()) {
    call.add_reference();
    sending_.push_back(pipes);
  }
  loop_.at_end_of_turn(pipe_turn_end_);
}

// Comes after the stream has written what it could.
void ServerConnection::run_pipe_turn_end(transport::TurnEnd& end) {
  ServerConnection& connection = transport::Part<transport::TurnEnd, ServerConnection>::of(end);
  const size_t limit = connection.core_.runtime.limits().pipe_buffer;
  if (!connection.stream_ || connection.stream_->queued_bytes() <= limit)
    connection.acknowledge_parts();
}

void ServerConnection::acknowledge_parts() {
  while (ServerPipes* pipes = sending_.pop_front()) {
    ServerCall& call = pipes->call();
    pipes->output().acknowledge();
    call.drop_reference();
  }
}

// The call is over, or as good as.
void ServerConnection::close_pipes(ServerCall& call, int32_t status) {
  if (!call.pipes) return;
  call.pipes->fail(status);
  input_full_ = false;
}

}  // namespace farcall::runtime
