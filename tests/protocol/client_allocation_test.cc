// No heap allocation per small call after warm-up (D8): the global operator new is counted, and the
// blocks that the pool gives out are the same few again and again.
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <new>
#include <set>
#include <vector>

#include "client_server_bytes.h"
#include "protocol/client_association.h"

namespace {
thread_local size_t allocations = 0;
}

void* operator new(size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size ? size : 1)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, size_t) noexcept {
  std::free(memory);
}

namespace farcall::protocol::test {
namespace {

constexpr size_t k_depth = 64;

struct DroppingSink final : ByteSink {
  void append(Bytes small) override { bytes += small.size(); }
  void append(BufferRef, size_t, size_t length) override { bytes += length; }
  size_t bytes = 0;
};

struct RememberingPool : BufferPool {
  BufferRef get(size_t capacity) override {
    BufferRef block = BufferPool::get(capacity);
    const size_t before = allocations;
    blocks.insert(block.data());
    allocations = before;
    return block;
  }
  std::set<const void*> blocks;
};

struct CountingEvents final : ClientAssociation::Events {
  void on_bound() override {}
  void on_step(std::shared_ptr<security::SecurityContext>, std::vector<uint8_t>) override {}
  void on_response(ClientCallRecord&, IncomingResponse& response) override {
    ++responses;
    stub_bytes += response.stub_data.size();
  }
  void on_fault(ClientCallRecord&, int32_t, bool) override { ++faults; }
  void on_call_failed(ClientCallRecord&, Status) override { ++failed; }
  void on_idle() override {}
  void on_shutdown_requested() override {}
  void on_close(Status) override {}
  size_t responses = 0, stub_bytes = 0, faults = 0, failed = 0;
};

class ClientAllocation : public testing::Test {
 protected:
  ClientAllocation() : association({limits, pool, ids}, events), records(k_depth) {
    association.connected();
    records[0].interface = &echo;
    EXPECT_TRUE(association.start_call(records[0]));
    association.pump(sink, SIZE_MAX);
    association.on_bytes(server.bind_ack(1));
    association.pump(sink, SIZE_MAX);
    association.on_bytes(server.response(2, ""));
    for (ClientCallRecord& record : records) record.interface = &echo;
    whole = server.response(0, "sixteen bytes of");
    first = server.response(0, "sixteen bytes of", k_first);
    last = server.response(0, "sixteen bytes of", k_last);
    fault = server.fault(0, 5);
  }
  ~ClientAllocation() override { association.close(); }

  void start_all() {
    for (ClientCallRecord& record : records) {
      record.stub_data = {pool.get(100), 40, 60};
      std::memset(record.stub_data.block.data(), 0, 100);
      ASSERT_TRUE(association.start_call(record));
    }
    association.pump(sink, SIZE_MAX);
  }
  void feed(ByteVector& pdu, uint32_t call_id) {
    std::memcpy(&pdu[12], &call_id, 4);
    association.on_bytes(pdu);
  }
  // All that small calls do: a reply, one in fragments, a fault, a cancel with a late reply.
  void round() {
    start_all();
    for (size_t i = 0; i < k_depth; ++i) {
      const uint32_t id = records[i].call_id;
      switch (i % 4) {
        case 0:
          feed(whole, id);
          break;
        case 1:
          feed(first, id), feed(last, id);
          break;
        case 2:
          feed(fault, id);
          break;
        default:
          association.cancel(records[i], true);
          association.pump(sink, SIZE_MAX);
          feed(whole, id);
      }
    }
  }

  InterfaceOffer echo{k_echo};
  static constexpr SyntaxId k_echo{{1, 2, 3, {4}}, 1, 0};
  Limits limits;
  RememberingPool pool;
  CallIdSource ids;
  ServerBytes server;
  CountingEvents events;
  DroppingSink sink;
  ClientAssociation association;
  std::vector<ClientCallRecord> records;
  ByteVector whole, first, last, fault;
};

TEST_F(ClientAllocation, the_counter_counts) {
  const size_t before = allocations;
  std::vector<int> some(3);
  EXPECT_EQ(allocations, before + 1);
}

TEST_F(ClientAllocation, small_calls_allocate_nothing_after_warm_up) {
  for (int i = 0; i < 3; ++i) round();
  const size_t blocks = pool.blocks.size();
  const size_t before = allocations;
  const CountingEvents counted = events;
  for (int i = 0; i < 100; ++i) round();
  EXPECT_EQ(allocations, before);
  EXPECT_EQ(pool.blocks.size(), blocks);
  EXPECT_LE(blocks, 2 * k_depth);
  EXPECT_EQ(events.responses - counted.responses, 100 * k_depth / 2);
  EXPECT_EQ(events.faults - counted.faults, 100 * k_depth / 4);
  EXPECT_EQ(events.failed - counted.failed, 100 * k_depth / 4);
  EXPECT_EQ(events.stub_bytes - counted.stub_bytes, 100 * k_depth / 4 * (16 + 32));
}

}  // namespace
}  // namespace farcall::protocol::test
