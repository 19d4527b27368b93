// ServerPipes: the pipes of one call on the server: stub data on its way in and out, between the manager's thread and
// the connection's loop.
//
// Made on the loop before the call is dispatched, gone with the call. A pull takes what the connection has read; when
// too much lies there the connection reads no more. A push hands blocks to the loop and waits while too much is on its
// way to a peer that does not read.
#pragma once

#include "base/intrusive_list.h"
#include "base/limits.h"
#include "runtime/async/pipe_stream.h"
#include "transport/task_queue.h"

namespace farcall::runtime {

class RegisteredInterface;
class ServerCall;

// Which pipes an operation has: InterfaceSpec::k_in_pipes, k_out_pipes.
uint8_t pipes_of(const RegisteredInterface& interface, uint16_t opnum);
// How long the parameters in front of the pipes may be: MaxRpcSize, or what holds where it says nothing. What the pipes
// themselves carry has no limit.
size_t most_before_pipes(const ServerCall& call, const Limits& limits);

class ServerPipes {
 public:
  ServerPipes(ServerCall& call, BufferPool& pool, size_t limit);
  ServerPipes(const ServerPipes&) = delete;
  ServerPipes& operator=(const ServerPipes&) = delete;
  ~ServerPipes();

  // Any thread.
  [[nodiscard]] PipeInput& input() { return input_; }
  [[nodiscard]] PipeOutput& output() { return output_; }
  // The connection may read on.
  void input_has_room();
  // Queues a block of the response and tells the loop. RPC_S_CALL_FAILED and the like when nobody will see it.
  Status send(ndr::Marshalled block);

  // On the loop.
  void fail(int32_t status);
  [[nodiscard]] ServerCall& call() { return call_; }
  ListLink link;  // of the connection: its output has not left

  // The stub layer's own, freed with this.
  void* stub = nullptr;
  void (*drop_stub)(void* stub) = nullptr;

 private:
  struct SendTask : transport::Task {
    ServerPipes* pipes;
  };
  static void run_send(transport::Task& task);

  ServerCall& call_;
  PipeInput input_;
  PipeOutput output_;
  SendTask task_;
};

}  // namespace farcall::runtime
