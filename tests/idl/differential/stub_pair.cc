#include "stub_pair.h"

#include <rpc.h>
#include <rpcndr.h>

#include <cstdlib>
#include <cstring>
#include <memory>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/limits.h"
#include "ndr/marshal_buffer.h"
#include "ndr/unmarshal_memory.h"

extern "C" void* __RPC_USER midl_user_allocate(size_t size) {
  return std::malloc(size);
}
extern "C" void __RPC_USER midl_user_free(void* memory) {
  std::free(memory);
}

namespace differential {
namespace {

using namespace farcall;

const Exchange* g_exchange = nullptr;
std::string g_difference;

BufferPool& pool() {
  static BufferPool pool;
  return pool;
}

std::string hex(const Octets& octets) {
  constexpr char k_digits[] = "0123456789abcdef";
  std::string text;
  for (const uint8_t each : octets) {
    text += k_digits[each >> 4];
    text += k_digits[each & 15];
  }
  return text;
}

void differ(const std::string& what) {
  if (g_difference.empty()) g_difference = what;
}

void compare(const char* what, const stub::StubOutput& out, const Octets& expected) {
  if (out.status != RPC_S_OK)
    return differ(std::string(what) + ": status " + std::to_string(out.status));
  const Octets made(out.start, out.cursor);
  if (made != expected)
    differ(std::string(what) + " of the stub\n  " + hex(made) + "\n  instead of\n  " +
           hex(expected));
}

// Stub data in a block of exactly its size, and the memory that unmarshalling takes.
struct Side {
  Side(const Octets& octets, bool swapped) : data(std::make_unique<uint8_t[]>(octets.size())) {
    if (!octets.empty()) std::memcpy(data.get(), octets.data(), octets.size());
    input = memory.open(Bytes{data.get(), octets.size()}, swapped);
  }
  stub::UserAllocator user{&midl_user_allocate, &midl_user_free};
  std::unique_ptr<uint8_t[]> data;
  Limits limits;
  Arena arena{pool()};
  ndr::UnmarshalMemory memory{arena, user, limits};
  stub::StubInput input;
};

bool received(const char* what, Side& side) {
  if (side.input.status != RPC_S_OK) {
    differ(std::string(what) + ": status " + std::to_string(side.input.status));
    return false;
  }
  if (side.input.cursor != side.input.end) differ(std::string(what) + ": bytes are left over");
  side.memory.commit();
  return true;
}

void client_call(const stub::ClientOperation& operation, void* frame) {
  const Exchange& exchange = *g_exchange;
  ndr::MarshalBuffer buffer(pool());
  operation.put_in(exchange.syntax, buffer.output(), frame);
  compare("the request", buffer.output(), exchange.expected_request);
  Side side(exchange.reply, exchange.big_endian);
  operation.get_out(exchange.syntax, side.input, frame);
  received("reading the reply", side);
}

}  // namespace

std::string run(void* if_handle, uint16_t opnum, const Exchange& exchange) {
  const auto* spec = static_cast<const RPC_SERVER_INTERFACE*>(if_handle);
  const auto* server = static_cast<const stub::ServerInterface*>(spec->InterpreterInfo);
  const stub::ServerOperation& operation = server->operations[opnum];
  g_exchange = &exchange;
  g_difference.clear();
  Side side(exchange.request, exchange.big_endian);
  void* frame = side.arena.allocate(operation.frame_size);
  std::memset(frame, 0, operation.frame_size);
  operation.get_in(exchange.syntax, side.input, frame);
  if (!received("reading the request", side)) return g_difference;
  operation.invoke(frame, {nullptr, nullptr, spec->DefaultManagerEpv});
  ndr::MarshalBuffer buffer(pool());
  operation.put_out(exchange.syntax, buffer.output(), frame);
  operation.release(frame);
  compare("the reply", buffer.output(), exchange.expected_reply);
  return g_difference;
}

}  // namespace differential

namespace farcall::stub {
inline namespace v1 {

void call(const ClientOperation& operation, void*, void* frame) {
  differential::client_call(operation, frame);
}
void begin(const ClientOperation&, void*, void*, const void*) {
  std::abort();
}

}  // namespace v1
}  // namespace farcall::stub
