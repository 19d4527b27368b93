// Every record of stub data that other implementations made, through generated stubs of both sides: a server stub reads it, its
// manager is the client stub of the same operation, and what that writes is what the record says. Replies the other way
// round. In all forms of the data: NDR 2.0 of both byte orders and NDR64. Then with every truncation and with bytes changed:
// each byte to ten others, or with FARCALL_EVERY_VALUE in the environment to all 255 (`./dev hostile`).
#include <farcall/stub/frames.h>
#include <gtest/gtest.h>
#include <malloc.h>
#include <rpc.h>
#include <rpcndr.h>

#include <cstdlib>
#include <cstring>
#include <deque>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "all_vectors.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/limits.h"
#include "ndr/marshal_buffer.h"
#include "ndr/unmarshal_memory.h"

namespace {

int g_blocks = 0;

}  // namespace

extern "C" void* __RPC_USER midl_user_allocate(size_t size) {
  ++g_blocks;
  return std::malloc(size);
}
extern "C" void __RPC_USER midl_user_free(void* memory) {
  if (memory) --g_blocks;
  std::free(memory);
}
#define INTERFACE(name, operation)
#define HANDLE(type) \
  extern "C" void __RPC_USER type##_rundown(type) {}
#include "all_vectors_names.inc"
#undef INTERFACE
#undef HANDLE

namespace {

using namespace farcall;
using stub::SyntaxKind;
using Data = std::vector<uint8_t>;

struct Record {
  const char* interface;
  const char* name;
  bool reply;
  std::vector<size_t> referents20, referents64;
  std::string ndr20, ndr20_be, ndr64;
  std::string request20, request64;
};
const std::vector<Record>& records() {
  static const std::vector<Record> all{
#include "all_vectors.inc"
  };
  return all;
}

struct Interface {
  const char* name;
  const stub::ServerInterface* server;
  const void* epv;  // the client's functions
};
const std::vector<Interface>& interfaces() {
  static const std::vector<Interface> all = [] {
    std::vector<Interface> list;
    const auto add = [&](const char* name, void* if_handle, const void* epv) {
      const auto* spec = static_cast<const RPC_SERVER_INTERFACE*>(if_handle);
      list.push_back({name, static_cast<const stub::ServerInterface*>(spec->InterpreterInfo), epv});
    };
#define INTERFACE(name, operation)                           \
  static const name##_v1_0_epv_t name##_epv{&c_##operation}; \
  add(#name, name##_v1_0_s_ifspec, &name##_epv);
#define HANDLE(type)
#include "all_vectors_names.inc"
#undef INTERFACE
#undef HANDLE
    return list;
  }();
  return all;
}
const Interface& interface_of(const Record& record) {
  for (const Interface& each : interfaces())
    if (std::string(each.name) == record.interface) return each;
  throw std::runtime_error("no such interface");
}

Data from_hex(const std::string& hex) {
  Data data;
  for (size_t i = 0; i + 1 < hex.size(); i += 2)
    data.push_back(static_cast<uint8_t>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  return data;
}

BufferPool& pool() {
  static BufferPool pool;
  return pool;
}

#if defined(__SANITIZE_ADDRESS__)
extern "C" size_t __sanitizer_get_current_allocated_bytes();
size_t live_heap() {
  return __sanitizer_get_current_allocated_bytes();
}
#else
size_t live_heap() {
  const struct mallinfo2 heap = mallinfo2();
  return heap.uordblks + heap.hblkhd;
}
#endif

// A context handle is where its 20 bytes are kept.
class Contexts : public stub::ContextMarshaller {
 public:
  int32_t put(const void* slot, const stub::ContextType*, uint16_t,
              stub::WireContext& wire) override {
    const stub::WireContext* kept = nullptr;
    std::memcpy(&kept, slot, sizeof kept);
    if (kept) wire = *kept;
    return RPC_S_OK;
  }
  int32_t get(void* slot, const stub::ContextType*, uint16_t,
              const stub::WireContext* wire) override {
    const stub::WireContext nothing;
    const stub::WireContext* kept = nullptr;
    if (wire && std::memcmp(wire, &nothing, sizeof nothing) != 0) kept = &kept_.emplace_back(*wire);
    std::memcpy(slot, &kept, sizeof kept);
    return RPC_S_OK;
  }

 private:
  std::deque<stub::WireContext> kept_;
};
Contexts g_contexts;

// Stub data in a block of exactly its size, and the memory that is taken for it.
struct Side {
  Side(const Data& bytes, bool swapped) : data(std::make_unique<uint8_t[]>(bytes.size())) {
    if (!bytes.empty()) std::memcpy(data.get(), bytes.data(), bytes.size());
    input = memory.open(Bytes{data.get(), bytes.size()}, swapped);
    input.contexts = &g_contexts;
    heap_before = live_heap();
  }
  // What unmarshalling has taken and not given back yet is paid for by the bytes that came, or claimed within the limit.
  void check_heap() const {
    const auto received = static_cast<size_t>(input.end - input.start);
    const size_t claimed = limits.ndr_claimed_memory - input.claimed_left;
    EXPECT_LE(claimed, size_t{16} << 20);
    EXPECT_LE(live_heap(), heap_before + 16 * received + (size_t{64} << 10) + claimed);
  }
  stub::UserAllocator user{&midl_user_allocate, &midl_user_free};
  std::unique_ptr<uint8_t[]> data;
  Limits limits;
  size_t heap_before = 0;
  BufferPool blocks;  // of its own, so that nothing comes from a store that is not seen
  Arena arena{blocks};
  ndr::UnmarshalMemory memory{arena, user, limits};
  stub::StubInput input;
};

struct Failure {
  int32_t status;
};

// One call: what goes in, what came out of it.
struct Exchange {
  SyntaxKind syntax = SyntaxKind::ndr20;
  bool swapped = false;
  Data request;
  std::optional<Data> reply;  // none: the call ends when the client has written its request
  Data client_wrote, server_wrote;
  size_t left_over = 0;
};
Exchange* g_exchange = nullptr;

Data taken(ndr::MarshalBuffer& buffer) {
  const stub::StubOutput& out = buffer.output();
  if (out.status != RPC_S_OK) throw Failure{out.status};
  return {out.start, out.cursor};
}

void client_call(const stub::ClientOperation& operation, void* frame) {
  Exchange& exchange = *g_exchange;
  ndr::MarshalBuffer buffer(pool());
  buffer.output().contexts = &g_contexts;
  operation.put_in(exchange.syntax, buffer.output(), frame);
  exchange.client_wrote = taken(buffer);
  if (!exchange.reply) throw Failure{RPC_S_OK};
  Side side(*exchange.reply, exchange.swapped);
  operation.get_out(exchange.syntax, side.input, frame);
  side.check_heap();
  exchange.left_over += static_cast<size_t>(side.input.end - side.input.cursor);
  if (side.input.status != RPC_S_OK) throw Failure{side.input.status};
  side.memory.commit();
}

// The status with which it ended.
int32_t run(const Interface& interface, Exchange& exchange) {
  g_exchange = &exchange;
  const stub::ServerOperation& operation = interface.server->operations[0];
  Side side(exchange.request, exchange.swapped && !exchange.reply);
  void* frame = side.arena.allocate(operation.frame_size);
  std::memset(frame, 0, operation.frame_size);
  operation.get_in(exchange.syntax, side.input, frame);
  side.check_heap();
  if (side.input.status != RPC_S_OK) return side.input.status;
  exchange.left_over = static_cast<size_t>(side.input.end - side.input.cursor);
  side.memory.commit();
  int32_t status = RPC_S_OK;
  try {
    operation.invoke(frame, {nullptr, nullptr, interface.epv});
    ndr::MarshalBuffer buffer(pool());
    buffer.output().contexts = &g_contexts;
    operation.put_out(exchange.syntax, buffer.output(), frame);
    exchange.server_wrote = taken(buffer);
  } catch (const Failure& failure) {
    status = failure.status;
  }
  operation.release(frame);
  return status;
}

// What a byte is changed by.
const std::vector<int>& changes() {
  static const std::vector<int> all = [] {
    if (!std::getenv("FARCALL_EVERY_VALUE"))
      return std::vector<int>{0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0xff, 0x7f};
    std::vector<int> every(255);
    std::iota(every.begin(), every.end(), 1);
    return every;
  }();
  return all;
}

// Referents are free: any but zero, each another one.
Data without_referents(Data data, const std::vector<size_t>& at, size_t size) {
  for (const size_t each : at)
    if (each + size <= data.size()) std::memset(data.data() + each, 0xee, size);
  return data;
}

class Forms : public testing::TestWithParam<size_t> {
 protected:
  const Record& record() const { return records()[GetParam()]; }
  const Interface& interface() const { return interface_of(record()); }
  Exchange exchange(const Data& data, SyntaxKind syntax, bool swapped) const {
    Exchange made;
    made.syntax = syntax;
    made.swapped = swapped;
    if (!record().reply) {
      made.request = data;
      return made;
    }
    made.request = from_hex(syntax == SyntaxKind::ndr64 ? record().request64 : record().request20);
    made.reply = data;
    return made;
  }
  void check(const std::string& hex, SyntaxKind syntax, bool swapped) const {
    if (hex.empty() && !record().ndr20.empty()) return;  // the source does not make this form
    const int before = g_blocks;
    Exchange made = exchange(from_hex(hex), syntax, swapped);
    ASSERT_EQ(run(interface(), made), RPC_S_OK);
    EXPECT_EQ(made.left_over, 0u);
    const bool wide = syntax == SyntaxKind::ndr64;
    const auto& at = wide ? record().referents64 : record().referents20;
    const size_t size = wide ? 8 : 4;
    const Data expected = from_hex(wide ? record().ndr64 : record().ndr20);
    EXPECT_EQ(without_referents(record().reply ? made.server_wrote : made.client_wrote, at, size),
              without_referents(expected, at, size));
    EXPECT_EQ(g_blocks, before) << "nothing is lost";
  }
  // An error or a success, and nothing lost; a sanitizer watches the rest.
  void damage(const std::string& hex, SyntaxKind syntax, bool swapped) const {
    const Data whole = from_hex(hex);
    const int before = g_blocks;
    for (size_t size = 0; size < whole.size(); ++size) {
      Exchange made =
          exchange({whole.begin(), whole.begin() + static_cast<ptrdiff_t>(size)}, syntax, swapped);
      EXPECT_NE(run(interface(), made), RPC_S_OK) << size << " bytes";
    }
    for (size_t at = 0; at < whole.size(); ++at)
      for (const int change : changes()) {
        Data data = whole;
        data[at] ^= static_cast<uint8_t>(change);
        Exchange made = exchange(data, syntax, swapped);
        (void)run(interface(), made);
      }
    EXPECT_EQ(g_blocks, before) << "nothing is lost";
  }
};

TEST_P(Forms, is_read_and_written_as_the_source_did) {
  check(record().ndr20, SyntaxKind::ndr20, false);
  check(record().ndr20_be, SyntaxKind::ndr20, true);
  check(record().ndr64, SyntaxKind::ndr64, false);
}

TEST_P(Forms, damaged_is_an_error_or_another_value) {
  damage(record().ndr20, SyntaxKind::ndr20, false);
  damage(record().ndr20_be, SyntaxKind::ndr20, true);
  damage(record().ndr64, SyntaxKind::ndr64, false);
}

INSTANTIATE_TEST_SUITE_P(records, Forms, testing::Range<size_t>(0, records().size()),
                         [](const auto& parameter) {
                           std::string name = records()[parameter.param].name;
                           for (char& c : name)
                             if (c == '-') c = '_';
                           return name;
                         });

}  // namespace

namespace farcall::stub {
inline namespace v1 {

void call(const ClientOperation& operation, void*, void* frame) {
  client_call(operation, frame);
}
void begin(const ClientOperation&, void*, void*, const void*) {
  std::abort();
}

}  // namespace v1
}  // namespace farcall::stub
