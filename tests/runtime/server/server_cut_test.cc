// Clients that go at each byte of what they have to say, by FIN or RST: connections, calls and memory of the server return
// to where they were, and calls that managers keep end once.
#include <malloc.h>

#include <string>

#include "test_server.h"

namespace farcall::runtime::test {
namespace {

Octets operator+(Octets left, const Octets& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

constexpr uint16_t k_park = 1, k_fail = 2;

// Echoes, parks or fails; what is parked is answered by answer_parked().
class Manager {
 public:
  void operator()(ServerCall& call) {
    if (call.request().opnum == k_fail) {
      call.release_request();
      (void)fault(call, 4711);
    } else if (call.request().opnum == k_park) {
      call.release_request();
      const std::lock_guard lock(mutex_);
      parked_.push_back(&call);
    } else {
      echo(call);
    }
  }
  // How many there were.
  size_t answer_parked() {
    std::vector<ServerCall*> calls;
    {
      const std::lock_guard lock(mutex_);
      calls.swap(parked_);
    }
    for (ServerCall* each : calls) (void)reply(*each);
    return calls.size();
  }

 private:
  std::mutex mutex_;
  std::vector<ServerCall*> parked_;
};

struct Dialogue {
  const char* name;
  Octets client;
};

Octets many_calls() {
  Octets all;
  for (uint32_t id = 1; id <= 3; ++id) all = all + request_pdu(id, {1, 2, 3, 4});
  return all;
}

std::vector<Dialogue> dialogues() {
  const Octets bind = bind_pdu({k_interface}, {.multiplex = false});
  const Octets mpx = bind_pdu({k_interface}, {.multiplex = true});
  const Octets data(40, 7);
  const Octets parts = request_pdu(1, data, {.flags = k_first}) +
                       request_pdu(1, data, {.flags = 0}) + request_pdu(1, data, {.flags = k_last});
  return {
      {"a call", bind + request_pdu(1, data)},
      {"a call in three fragments", bind + parts},
      {"a call that fails", bind + request_pdu(1, {}, {.opnum = k_fail})},
      {"a call that is parked, cancelled and given up",
       bind + request_pdu(1, {}, {.opnum = k_park}) + control_pdu(k_co_cancel, 1) +
           control_pdu(k_orphaned, 1)},
      {"calls side by side", mpx + many_calls() + request_pdu(9, {}, {.opnum = k_park})},
  };
}

size_t memory_in_use() {
  const struct mallinfo2 now = mallinfo2();
  return now.uordblks + now.hblkhd;
}

class ServerCut : public testing::Test {
 protected:
  ServerCut() {
    interface.spec.operation_count = 4;
    server.serve(interface);
  }

  // Once for each byte and each way to go; ends when nothing of it is left.
  void cut_everywhere(const Octets& whole) {
    for (const bool abruptly : {false, true})
      for (size_t at = 0; at <= whole.size(); ++at) {
        PduClient client(server.address);
        client.send({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(at)});
        client.disconnect(abruptly);
        if (at % 16 == 0) wait_until_all_is_gone();  // how many there are at once is always alike
      }
    wait_until_all_is_gone();
    EXPECT_EQ(server->context_count(), 0u);
  }
  void wait_until_all_is_gone() {
    EXPECT_TRUE(eventually([&] {
      parked += manager.answer_parked();
      return server->connection_count() == 1 && server->call_count() == 0;
    })) << server->connection_count()
        << " connections, " << server->call_count() << " calls";
  }

  Manager manager;
  size_t parked = 0;
  TestInterface interface {
    [this](ServerCall& call) { manager(call); }
  };
  TestServer server;
};

TEST_F(ServerCut, at_each_byte_leaves_no_connection_no_call_and_no_memory_behind) {
  BoundClient lasting(server);
  uint32_t call_id = 0;
  for (const Dialogue& each : dialogues()) {
    SCOPED_TRACE(each.name);
    cut_everywhere(each.client);  // pools and caches are warm then
    // A pool may grow in one round or another; what is left behind is left behind in each.
    const size_t cuts = 2 * each.client.size();
    bool flat = false;
    for (int round = 0; round < 12 && !flat; ++round) {
      const size_t before = memory_in_use();
      cut_everywhere(each.client);
      flat = memory_in_use() < before + cuts * 24;
    }
    EXPECT_TRUE(flat) << "no object of any kind stays";
    lasting.call(++call_id, {42});
    EXPECT_EQ(lasting.response(call_id), Octets{42});
  }
  EXPECT_GT(parked, 0u);
}

}  // namespace
}  // namespace farcall::runtime::test
