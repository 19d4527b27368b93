// Farcall: the generated stubs, called as the run-time calls them, with its buffers and its limits. What is unmarshalled
// lives in the memory of a call, as on a server.
#include <rpc.h>
#include <rpcndr.h>

#include <farcall/stub/frames.h>
#include <cstdlib>
#include <cstring>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/limits.h"
#include "codec.h"
#include "items.h"
#include "ndr/marshal_buffer.h"
#include "ndr/unmarshal_memory.h"

namespace {

farcall::ndr::MarshalBuffer* g_buffer = nullptr;
farcall::stub::SyntaxKind g_syntax;

}  // namespace

// What a client stub ends in: here it marshals, and nothing is sent.
namespace farcall::stub {
inline namespace v1 {

void call(const ClientOperation& operation, void*, void* frame) {
  operation.put_in(g_syntax, g_buffer->output(), frame);
}
void begin(const ClientOperation&, void*, void*, const void*) {
  std::abort();
}

}  // namespace v1
}  // namespace farcall::stub

// The manager routine: what it is given is what was unmarshalled.
namespace {
const Item* g_items = nullptr;
size_t g_count = 0;
}  // namespace
extern "C" void s_SendItems(unsigned long count, Item items[]) {
  g_items = items;
  g_count = count;
}

namespace bench {
namespace {

using namespace farcall;

class FarcallCodec final : public Codec {
 public:
  explicit FarcallCodec(stub::SyntaxKind syntax) : syntax_(syntax) {
    const auto* spec = static_cast<const RPC_SERVER_INTERFACE*>(bench_items_v1_0_s_ifspec);
    server_ = static_cast<const stub::ServerInterface*>(spec->InterpreterInfo)->operations;
    epv_ = spec->DefaultManagerEpv;
  }

  size_t encode(std::span<const Row> rows) override {
    static_assert(sizeof(Row) == sizeof(Item));
    ndr::MarshalBuffer buffer(pool_);
    g_buffer = &buffer;
    g_syntax = syntax_;
    c_SendItems(rows.size(), reinterpret_cast<Item*>(const_cast<Row*>(rows.data())));
    auto made = buffer.take();
    if (!made.ok()) return 0;
    data_ = std::move(made.value());
    return data_.length;
  }

  bool decode() override {
    arena_.clear();
    ndr::UnmarshalMemory memory(arena_, user_, limits_);
    stub::StubInput input =
        memory.open(Bytes{data_.block.data() + data_.offset, data_.length}, false);
    void* const frame = arena_.allocate(server_->frame_size);
    std::memset(frame, 0, server_->frame_size);
    server_->get_in(syntax_, input, frame);
    if (input.status != RPC_S_OK) return false;
    memory.commit();
    server_->invoke(frame, {nullptr, nullptr, epv_});
    return true;
  }

  std::vector<Row> decoded() override {
    std::vector<Row> rows;
    for (size_t i = 0; i < g_count; ++i)
      rows.push_back(
          {g_items[i].number, g_items[i].weight, reinterpret_cast<const char*>(g_items[i].name)});
    return rows;
  }

 private:
  stub::SyntaxKind syntax_;
  BufferPool pool_;
  Limits limits_;
  stub::UserAllocator user_{&std::malloc, &std::free};
  Arena arena_{pool_};
  ndr::Marshalled data_;
  const stub::ServerOperation* server_;
  void* epv_;
};

}  // namespace

std::unique_ptr<Codec> farcall_ndr20() {
  return std::make_unique<FarcallCodec>(stub::SyntaxKind::ndr20);
}
std::unique_ptr<Codec> farcall_ndr64() {
  return std::make_unique<FarcallCodec>(stub::SyntaxKind::ndr64);
}

}  // namespace bench
