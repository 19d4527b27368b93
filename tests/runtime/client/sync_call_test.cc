// Synchronous calls over real sockets: connections, their reuse and replacement, time-outs, errors.
#include <thread>

#include "runtime/client/client_fixture.h"

namespace farcall::runtime::client {
namespace {

struct SyncCall : ClientTest {
  using ClientTest::ClientTest;
};

TEST_F(SyncCall, brings_the_answer_back) {
  const FakeServer server(FakeServer::echo);
  use(server);
  EXPECT_EQ(outcome("hello"), "hello");
}

TEST_F(SyncCall, without_stub_data_works) {
  const FakeServer server(FakeServer::echo);
  use(server);
  EXPECT_EQ(outcome(""), "");
}

TEST_F(SyncCall, of_a_megabyte_is_fragmented_both_ways) {
  const FakeServer server(FakeServer::echo);
  use(server);
  std::string text(1 << 20, 'x');
  for (size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>(i * 31 + i / 977);
  EXPECT_TRUE(outcome(text) == text);
  EXPECT_EQ(outcome("small again"), "small again");
}

TEST_F(SyncCall, carries_the_object_of_its_binding) {
  const FakeServer server([](FakeConnection& connection) {
    while (const auto request = connection.read_request())
      connection.respond(*request,
                         request->has(k_has_object) ? request->body.substr(8, 4) : "none");
  });
  use(server);
  EXPECT_EQ(outcome("?"), "none");
  (*client->bindings().find(binding))->set_object(Uuid{0x64636261, 0, 0, {}});
  EXPECT_EQ(outcome("?"), "abcd");
}

TEST_F(SyncCall, of_several_in_a_row_use_one_connection) {
  const FakeServer server(FakeServer::echo);
  use(server);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(outcome("again"), "again");
  EXPECT_EQ(server.accepted(), 1u);
}

TEST_F(SyncCall, through_another_binding_to_the_same_place_uses_the_same_connection) {
  const FakeServer server(FakeServer::echo);
  use(server);
  EXPECT_EQ(outcome("first"), "first");
  (void)client->bindings().free(binding);
  use(server);
  EXPECT_EQ(outcome("second"), "second");
  EXPECT_EQ(server.accepted(), 1u);
}

TEST_F(SyncCall, through_a_unique_binding_has_a_connection_of_its_own) {
  const FakeServer server(FakeServer::echo);
  use(server);
  EXPECT_EQ(outcome("shared"), "shared");
  void* const unique = bind(server.binding());
  (void)(*client->bindings().find(unique))->set_option(BindingOption::unique_binding, 1);
  const Result<Response> response = client->call(target(unique), request("unique"));
  EXPECT_TRUE(response.ok());
  EXPECT_EQ(server.accepted(), 2u);
  (void)client->bindings().free(unique);
}

TEST_F(SyncCall, at_the_same_time_as_others_take_connections_of_one_association_group) {
  std::mutex mutex;
  std::vector<uint32_t> groups;
  Gate both;
  const FakeServer server([&](FakeConnection& connection) {
    while (const auto pdu = connection.read()) {
      if (pdu->type == k_bind) {
        const std::lock_guard lock(mutex);
        groups.push_back(pdu->assoc_group());
        connection.answer_bind(*pdu);
        continue;
      }
      if (connection.index == 0) both.wait();
      connection.respond(*pdu, pdu->stub());
    }
  });
  use(server);
  std::thread other([&] { EXPECT_EQ(outcome("first"), "first"); });
  ASSERT_TRUE(eventually([&] {
    const std::lock_guard lock(mutex);
    return groups.size() == 1;
  }));
  ASSERT_TRUE(eventually([&] { return target().group->id().join() == 0x1111; }));
  EXPECT_EQ(outcome("second"), "second");
  both.open();
  other.join();
  EXPECT_EQ(groups, (std::vector<uint32_t>{0, 0x1111}));
}

TEST_F(SyncCall, replaces_a_connection_that_the_server_closed_and_tells_nobody) {
  FakeServer server(FakeServer::echo);
  use(server);
  EXPECT_EQ(outcome("one"), "one");
  server.drop_connections();
  ASSERT_TRUE(eventually([&] { return server.open() == 0; }));
  EXPECT_EQ(outcome("two"), "two");
  EXPECT_EQ(server.accepted(), 2u);
}

TEST_F(SyncCall, goes_to_another_connection_when_the_server_asks_for_that) {
  const FakeServer server([](FakeConnection& connection) {
    while (const auto request = connection.read_request()) {
      connection.hold();
      connection.respond(*request, request->stub());
      connection.send_pdu(k_shutdown, k_first | k_last, 0, "");
      connection.let_go();
    }
  });
  use(server);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(outcome("more"), "more");
  EXPECT_EQ(server.accepted(), 3u);
}

TEST_F(SyncCall, asks_for_a_new_association_group_when_a_restarted_server_refuses_the_old_one) {
  std::atomic<bool> restarted{false};
  std::atomic<int> refused{0};
  const FakeServer server([&](FakeConnection& connection) {
    while (const auto pdu = connection.read()) {
      if (pdu->type == k_request) {
        connection.respond(*pdu, pdu->stub());
      } else if (restarted && pdu->assoc_group() != 0) {
        ++refused;  // bind_nak, reason not specified, no versions
        return connection.send_pdu(k_bind_nak, k_first | k_last, pdu->call_id,
                                   std::string("\0\0\0\0", 4));
      } else {
        connection.answer_bind(*pdu);
      }
    }
  });
  use(server);
  EXPECT_EQ(outcome("one"), "one");
  // The group is still known: an asynchronous connection has joined it, say.
  (void)target().group->id().join();
  std::unique_ptr<SyncConnection> busy = std::move(target().group->borrow()).value();
  restarted = true;
  EXPECT_EQ(outcome("two"), "two");
  EXPECT_EQ(refused, 1);
  EXPECT_EQ(server.accepted(), 3u);
}

TEST_F(SyncCall, to_nobody_ends_with_server_unavailable) {
  std::string nobody;
  { nobody = FakeServer(FakeServer::echo).binding(); }
  binding = bind(nobody);
  EXPECT_EQ(outcome("?"), std::to_string(RPC_S_SERVER_UNAVAILABLE));
}

TEST_F(SyncCall, to_a_name_that_has_no_address_ends_with_server_unavailable) {
  client = std::make_unique<Client>(runtime, [](const std::string&, uint16_t) {
    return Result<transport::AddressList>(Status{RPC_S_SERVER_UNAVAILABLE});
  });
  binding = bind("ncacn_ip_tcp:nowhere.invalid[4711]");
  EXPECT_EQ(outcome("?"), std::to_string(RPC_S_SERVER_UNAVAILABLE));
}

TEST_F(SyncCall, without_a_network_address_goes_to_this_host) {
  const FakeServer server(FakeServer::echo);
  binding = bind(std::string(farcall::test::protseq()) + ":[" + server.endpoint() + "]");
  EXPECT_EQ(outcome("home"), "home");
}

TEST_F(SyncCall, gives_the_status_of_a_fault_and_keeps_the_connection) {
  const FakeServer server([](FakeConnection& connection) {
    while (const auto request = connection.read_request())
      if (request->stub() == "fail")
        connection.fault(*request, 0x1c010003);  // nca_s_unk_if
      else
        connection.respond(*request, request->stub());
  });
  use(server);
  EXPECT_EQ(outcome("fail"), std::to_string(RPC_S_UNKNOWN_IF));
  EXPECT_EQ(outcome("work"), "work");
  EXPECT_EQ(server.accepted(), 1u);
}

TEST_F(SyncCall, never_takes_a_fault_for_success_or_for_pending) {
  std::atomic<uint32_t> code{0};
  const FakeServer server([&](FakeConnection& connection) {
    while (const auto request = connection.read_request()) connection.fault(*request, code);
  });
  use(server);
  EXPECT_EQ(outcome("?"), std::to_string(RPC_S_CALL_FAILED));
  code = RPC_S_ASYNC_CALL_PENDING;
  EXPECT_EQ(outcome("?"), std::to_string(RPC_S_CALL_FAILED));
}

TEST_F(SyncCall, of_an_interface_that_the_server_does_not_know_ends_with_unknown_if) {
  const FakeServer server(FakeServer::echo, BindAnswer{.refuse_interface = true});
  use(server);
  EXPECT_EQ(outcome("?"), std::to_string(RPC_S_UNKNOWN_IF));
}

TEST_F(SyncCall, of_two_interfaces_share_a_connection) {
  const FakeServer server(FakeServer::echo);
  use(server);
  EXPECT_EQ(outcome("first"), "first");
  const Result<Response> other = client->call(target(), request("other", k_other_offer));
  ASSERT_TRUE(other.ok());
  EXPECT_EQ(text_of(*other), "other");
  EXPECT_EQ(server.accepted(), 1u);
}

TEST_F(SyncCall, understands_a_big_endian_server) {
  const FakeServer server([](FakeConnection& connection) {
    connection.big_endian = true;
    FakeServer::echo(connection);
  });
  use(server);
  const Result<Response> response = call("bytes");
  ASSERT_TRUE(response.ok());
  EXPECT_TRUE(response->big_endian);
  EXPECT_EQ(response->transfer_syntax, k_ndr20);
  EXPECT_EQ(text_of(*response), "bytes");
}

TEST_F(SyncCall, that_is_maybe_ends_when_it_was_sent) {
  Gate seen;
  const FakeServer server([&](FakeConnection& connection) {
    while (const auto request = connection.read_request()) {
      EXPECT_TRUE(request->has(k_maybe));
      EXPECT_EQ(request->stub(), "perhaps");
      seen.open();
    }
  });
  use(server);
  CallRequest maybe = request("perhaps");
  maybe.maybe = true;
  EXPECT_TRUE(client->call(target(), std::move(maybe)).ok());
  EXPECT_TRUE(seen.wait());
}

// -- lost connections ---------------------------------------------------------------------------

TEST_F(SyncCall, failed_without_execution_when_the_connection_was_lost_before_the_request) {
  const FakeServer server([](FakeConnection& connection) {
    (void)connection.read();
    connection.reset();
  });
  use(server);
  EXPECT_EQ(outcome("?"), std::to_string(RPC_S_CALL_FAILED_DNE));
}

TEST_F(SyncCall, AR_117_failed_when_the_connection_was_lost_after_the_request) {
  const FakeServer server([](FakeConnection& connection) {
    (void)connection.read_request();
    connection.reset();
  });
  use(server);
  EXPECT_EQ(outcome("?"), std::to_string(RPC_S_CALL_FAILED));
}

TEST_F(SyncCall, failed_when_half_an_answer_came) {
  const FakeServer server([](FakeConnection& connection) {
    const auto request = connection.read_request();
    if (request)
      connection.send_pdu(k_response, k_first, request->call_id,
                          connection.u32(9) + connection.u32(0) + "half ");
  });
  use(server);
  EXPECT_EQ(outcome("?"), std::to_string(RPC_S_CALL_FAILED));
}

TEST_F(SyncCall, reads_the_fault_of_a_server_that_closes_before_the_request_is_complete) {
  const FakeServer server([](FakeConnection& connection) {
    connection.answer_bind(*connection.read());
    const auto first = connection.read();
    if (first) connection.fault(*first, RPC_S_SERVER_TOO_BUSY);
  });
  use(server);
  const std::string ended = outcome(std::string(4 << 20, 'x'));
  // Loopback may throw the fault away with the reset; never anything else.
  EXPECT_TRUE(ended == std::to_string(RPC_S_SERVER_TOO_BUSY) ||
              ended == std::to_string(RPC_S_CALL_FAILED))
      << ended;
}

// -- time ---------------------------------------------------------------------------------------

TEST_F(SyncCall, AR_112_ends_as_cancelled_when_the_call_timeout_passes_and_the_next_one_works) {
  Gate late;
  const FakeServer server([&](FakeConnection& connection) {
    while (const auto request = connection.read_request()) {
      if (request->stub() == "slow") late.wait();
      connection.respond(*request, request->stub());
    }
  });
  use(server);
  EXPECT_EQ(outcome("slow", 100), std::to_string(RPC_S_CALL_CANCELLED));
  EXPECT_EQ(outcome("fast", 20'000), "fast");
  EXPECT_EQ(server.accepted(), 2u);
  late.open();
}

TEST_F(SyncCall, AR_112_AR_114_timeout_begins_anew_with_each_packet) {
  const FakeServer server([](FakeConnection& connection) {
    const auto request = connection.read_request();
    for (int i = 0; request && i < 4; ++i) {
      std::this_thread::sleep_for(500ms);
      const auto flags = static_cast<uint8_t>((i == 0 ? k_first : 0) | (i == 3 ? k_last : 0));
      connection.send_pdu(k_response, flags, request->call_id,
                          connection.u32(4) + connection.u32(0) + "x");
    }
    (void)connection.read();
  });
  use(server);
  EXPECT_EQ(outcome("?", 1500), "xxxx");
}

TEST_F(SyncCall, AR_125_waits_for_as_long_as_the_server_takes) {
  Gate answer;
  const FakeServer server([&](FakeConnection& connection) {
    while (const auto request = connection.read_request()) {
      answer.wait();
      connection.respond(*request, request->stub());
    }
  });
  use(server);
  std::atomic<bool> ended{false};
  std::thread caller([&] {
    EXPECT_EQ(outcome("late"), "late");
    ended = true;
  });
  std::this_thread::sleep_for(500ms);
  EXPECT_FALSE(ended);
  answer.open();
  caller.join();
}

struct ShortLinger : SyncCall {
  ShortLinger() : SyncCall(with_linger(200ms)) {}
};

TEST_F(ShortLinger, AR_122_idle_connections_are_closed_after_the_linger_time) {
  const FakeServer server(FakeServer::echo);
  use(server);
  EXPECT_EQ(outcome("once"), "once");
  EXPECT_EQ(server.open(), 1u);
  EXPECT_TRUE(eventually([&] { return server.open() == 0; }));
  EXPECT_EQ(outcome("anew"), "anew");
  EXPECT_EQ(server.accepted(), 2u);
}

TEST_F(ShortLinger, AR_122_a_group_without_bindings_goes_with_its_last_connection) {
  const FakeServer server(FakeServer::echo);
  use(server);
  EXPECT_EQ(outcome("once"), "once");
  (void)client->bindings().free(std::exchange(binding, nullptr));
  EXPECT_EQ(client->groups().size(), 1u);
  EXPECT_TRUE(eventually([&] { return client->groups().size() == 0; }));
  EXPECT_TRUE(eventually([&] { return server.open() == 0; }));
}

TEST_F(SyncCall, AR_081_dont_linger_closes_connections_with_the_last_binding) {
  const FakeServer server(FakeServer::echo);
  use(server);
  BindingRef pinned = std::move(client->bindings().find(binding)).value();
  EXPECT_EQ(pinned->set_option(BindingOption::dont_linger, 1).code, RPC_S_WRONG_KIND_OF_BINDING);
  EXPECT_EQ(outcome("once"), "once");
  EXPECT_TRUE(pinned->set_option(BindingOption::dont_linger, 1).ok());
  { const BindingRef gone = std::move(pinned); }
  EXPECT_EQ(server.open(), 1u);
  (void)client->bindings().free(std::exchange(binding, nullptr));
  EXPECT_TRUE(eventually([&] { return server.open() == 0; }));
}

TEST_F(SyncCall, from_many_threads_at_once_all_end) {
  const FakeServer server(FakeServer::echo);
  use(server);
  std::vector<std::thread> callers;
  for (int i = 0; i < 8; ++i)
    callers.emplace_back([this, i] {
      for (int round = 0; round < 50; ++round) {
        const std::string text = std::to_string(i * 1000 + round);
        EXPECT_EQ(outcome("t" + text), "t" + text);
      }
    });
  for (std::thread& caller : callers) caller.join();
  EXPECT_LE(server.accepted(), 8u);
}

}  // namespace
}  // namespace farcall::runtime::client
