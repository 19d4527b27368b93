// From the manager's thread to the loop: one posting for what gathers until the loop comes.
#include "runtime/server/server_pipes.h"

#include <utility>

#include "runtime/server/server_call.h"
#include "runtime/server/server_connection.h"

namespace farcall::runtime {

uint8_t pipes_of(const RegisteredInterface& interface, uint16_t opnum) {
  const InterfaceSpec& spec = interface.spec();
  return spec.pipes && opnum < spec.operation_count ? spec.pipes(spec.stub, opnum) : uint8_t{0};
}

size_t most_before_pipes(const ServerCall& call, const Limits& limits) {
  const uint32_t asked = call.interface().options().max_rpc_size;
  return asked == UINT32_MAX ? limits.max_request : asked;
}

ServerPipes::ServerPipes(ServerCall& call, BufferPool& pool, size_t limit)
    : call_(call), input_(pool, limit), output_(limit), task_{{nullptr, run_send}, this} {}

ServerPipes::~ServerPipes() {
  if (drop_stub) drop_stub(stub);
}

void ServerPipes::input_has_room() {
  call_.connection().pipe_has_room();
}

Status ServerPipes::send(ndr::Marshalled block) {
  RPC_TRY(const bool tell, output_.add(std::move(block)));
  if (!tell) return Status{};
  call_.add_reference();
  if (call_.connection().loop().post(task_)) return Status{};
  call_.drop_reference();  // the loop has ended
  return Status{RPC_S_CALL_FAILED};
}

void ServerPipes::run_send(transport::Task& task) {
  ServerPipes& pipes = *static_cast<SendTask&>(task).pipes;
  ServerCall& call = pipes.call_;
  pipes.output_.loop_comes();
  call.connection().send_parts(pipes);
  call.drop_reference();
}

void ServerPipes::fail(int32_t status) {
  input_.fail(status);
  output_.fail(status);
}

}  // namespace farcall::runtime
