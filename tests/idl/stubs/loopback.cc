#include "loopback.h"

#include <rpc.h>
#include <rpcndr.h>

#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <utility>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/limits.h"
#include "ndr/marshal_buffer.h"
#include "ndr/unmarshal_memory.h"

namespace {

int g_blocks = 0;
int g_until_none = -1;
int g_client_until_none = -1;
int g_server_binding = 0;

std::map<std::string, RPC_SERVER_INTERFACE*>& servers() {
  static std::map<std::string, RPC_SERVER_INTERFACE*> map;
  return map;
}

farcall::BufferPool& pool() {
  static farcall::BufferPool pool;
  return pool;
}

}  // namespace

extern "C" void* __RPC_USER midl_user_allocate(size_t size) {
  if (g_until_none == 0) return nullptr;
  if (g_until_none > 0) --g_until_none;
  ++g_blocks;
  return std::malloc(size);
}
extern "C" void __RPC_USER midl_user_free(void* memory) {
  if (memory) --g_blocks;
  std::free(memory);
}

namespace loopback {
namespace {

using namespace farcall;

Data taken(stub::StubOutput& out) {
  if (out.status != RPC_S_OK) throw Failure{out.status};
  return {out.start, out.cursor};
}

// Memory and stub data of one side of a call.
struct Side {
  Side(const Data& bytes, const stub::UserAllocator& allocator, bool swapped)
      : user(allocator), data(std::make_unique<uint8_t[]>(bytes.size())) {
    if (!bytes.empty()) std::memcpy(data.get(), bytes.data(), bytes.size());
    input = memory.open(Bytes{data.get(), bytes.size()}, swapped);
  }
  stub::UserAllocator user;
  std::unique_ptr<uint8_t[]> data;
  Limits limits;
  Arena arena{pool()};
  ndr::UnmarshalMemory memory{arena, user, limits};
  stub::StubInput input;
};

Data dispatch(const RPC_SERVER_INTERFACE& spec, const stub::ServerInterface& interface,
              uint16_t opnum, const Data& request, bool swapped) {
  const stub::ServerOperation& operation = interface.operations[opnum];
  Side side(request, interface.user, swapped);
  void* frame = side.arena.allocate(operation.frame_size);
  std::memset(frame, 0, operation.frame_size);
  operation.get_in(wire().syntax, side.input, frame);
  if (side.input.status != RPC_S_OK) throw Failure{side.input.status};
  side.memory.commit();
  operation.invoke(frame, {&g_server_binding, wire().async_state, spec.DefaultManagerEpv});
  ndr::MarshalBuffer buffer(pool());
  operation.put_out(wire().syntax, buffer.output(), frame);
  operation.release(frame);
  return taken(buffer.output());
}

}  // namespace

Wire& wire() {
  static Wire wire;
  return wire;
}

void serve(const std::string& name, void* if_handle) {
  servers()[name] = static_cast<RPC_SERVER_INTERFACE*>(if_handle);
}

const stub::ServerInterface& server(const std::string& name) {
  return *static_cast<const stub::ServerInterface*>(servers().at(name)->InterpreterInfo);
}

int32_t feed(const stub::ServerOperation& operation, std::span<const uint8_t> data, bool swapped) {
  Side side({data.begin(), data.end()}, {&midl_user_allocate, &midl_user_free}, swapped);
  void* frame = side.arena.allocate(operation.frame_size);
  std::memset(frame, 0, operation.frame_size);
  operation.get_in(wire().syntax, side.input, frame);
  if (side.input.status != RPC_S_OK) return side.input.status;
  side.memory.commit();
  ndr::MarshalBuffer buffer(pool());
  operation.put_out(wire().syntax, buffer.output(), frame);  // [in, out] data as it came
  operation.release(frame);
  return RPC_S_OK;
}

int user_blocks() {
  return g_blocks;
}
void fail_allocation_after(int number) {
  g_until_none = number;
}
void fail_client_allocation_after(int number) {
  g_client_until_none = number;
}
void* server_binding() {
  return &g_server_binding;
}

Data from_hex(const std::string& hex) {
  Data data;
  for (size_t i = 0; i + 1 < hex.size(); i += 2)
    data.push_back(static_cast<uint8_t>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  return data;
}

}  // namespace loopback

namespace farcall::stub {
inline namespace v1 {

void call(const ClientOperation& operation, void* binding, void* frame) {
  loopback::Wire& wire = loopback::wire();
  wire.binding = binding;
  wire.request.clear();
  ndr::MarshalBuffer buffer(pool());
  operation.put_in(wire.syntax, buffer.output(), frame);
  wire.request = loopback::taken(buffer.output());
  if (!wire.deliver) return;
  const std::string name = operation.interface->name;
  wire.reply = loopback::dispatch(*servers().at(name), loopback::server(name), operation.opnum,
                                  wire.request_instead.value_or(wire.request),
                                  wire.request_instead && wire.swapped);
  loopback::Side side(wire.reply_instead.value_or(wire.reply), operation.interface->user,
                      wire.reply_instead && wire.swapped);
  g_until_none = std::exchange(g_client_until_none, -1);
  operation.get_out(wire.syntax, side.input, frame);
  g_until_none = -1;
  if (side.input.status != RPC_S_OK) throw loopback::Failure{side.input.status};
  side.memory.commit();
}

void call(const ClientOperation& operation, void* binding, void* frame,
          const StatusTargets& targets) {
  try {
    call(operation, binding, frame);
  } catch (const loopback::Failure& failure) {
    uint32_t* const target =
        failure.status == RPC_S_SERVER_UNAVAILABLE ? targets.comm : targets.fault;
    if (!target) throw;
    *target = static_cast<uint32_t>(failure.status);
  }
}

void begin(const ClientOperation& operation, void* async_state, void* binding, const void* frame) {
  loopback::wire().async_state = async_state;
  const auto* bytes = static_cast<const uint8_t*>(frame);
  std::vector<uint8_t> copy(bytes, bytes + operation.frame_size);
  call(operation, binding, copy.data());
}

}  // namespace v1
}  // namespace farcall::stub
