// Context handles of a server: forms, where a handle is good, what failures do to it.
#include "context_fixture.h"

namespace farcall::stub::test {
namespace {

TEST(ServerContexts, hand_the_manager_what_it_made) {
  ContextServer server;
  void* seen = nullptr;
  g_context.use = [&](void* handle) { seen = handle; };
  ContextClient client(server);
  const Octets handle = client.open();
  ASSERT_EQ(handle.size(), 20u);
  EXPECT_EQ((Octets{handle.begin(), handle.begin() + 4}), Octets(4, 0)) << "attributes";
  EXPECT_NE(handle, k_null_handle);
  client.invoke(k_use, handle);
  EXPECT_EQ(seen, context(7));
  EXPECT_EQ(server.server->context_count(), 1u);
}

TEST(ServerContexts, take_a_null_handle_where_it_may_come_back) {
  ContextServer server;
  ContextClient client(server);
  void* seen = context(1);
  g_context.change = [&](void** handle) {
    seen = *handle;
    *handle = context(8);
  };
  const Octets handle = client.invoke(k_change, k_null_handle);
  EXPECT_EQ(seen, nullptr);
  EXPECT_NE(handle, k_null_handle);
  EXPECT_EQ(client.invoke(k_change, handle), handle) << "its name stays";
  EXPECT_EQ(seen, context(8));
}

TEST(ServerContexts, refuse_a_null_handle_that_is_only_in) {
  ContextServer server;
  ContextClient client(server);
  EXPECT_EQ(client.refused(k_use, k_null_handle), uint32_t{RPC_X_SS_IN_NULL_CONTEXT});
}

TEST(ServerContexts, keep_an_out_handle_that_the_manager_left_null) {
  ContextServer server;
  g_context.open = [](void**) {};
  ContextClient client(server);
  EXPECT_EQ(client.open(), k_null_handle);
  EXPECT_EQ(server.server->context_count(), 0u);
}

TEST(ServerContexts, may_be_a_result) {
  ContextServer server;
  g_context.result = [] { return context(21); };
  void* seen = nullptr;
  g_context.use = [&](void* handle) { seen = handle; };
  ContextClient client(server);
  client.invoke(k_use, client.open(k_result));
  EXPECT_EQ(seen, context(21));
}

TEST(ServerContexts, are_unknown_once_closed) {
  ContextServer server;
  g_context.change = [](void** handle) { *handle = nullptr; };
  ContextClient client(server);
  const Octets handle = client.open();
  EXPECT_EQ(client.invoke(k_change, handle), k_null_handle);
  EXPECT_EQ(client.refused(k_use, handle), k_mismatch);
  EXPECT_EQ(client.refused(k_change, handle), k_mismatch);
  EXPECT_TRUE(Rundowns::get().all().empty()) << "who closes cleans up";
  EXPECT_EQ(server.server->context_count(), 0u);
}

TEST(ServerContexts, are_good_for_nobody_else) {
  ContextServer server;
  ContextClient client(server);
  const Octets handle = client.open();
  EXPECT_EQ(client.refused(k_other, handle), k_mismatch) << "another type";
  ContextClient same_group(server, client.group);
  same_group.invoke(k_use, handle);
  ContextClient other_group(server);
  EXPECT_EQ(other_group.refused(k_use, handle), k_mismatch);
  ContextClient other_interface(server, client.group, runtime::test::k_other_interface);
  EXPECT_EQ(other_interface.refused(k_use, handle), k_mismatch);
  Octets forged = handle;
  forged[9] ^= 1;
  EXPECT_EQ(client.refused(k_use, forged), k_mismatch);
  EXPECT_EQ(client.refused(k_use, Octets(19, 1)), uint32_t{RPC_X_BAD_STUB_DATA});
  client.invoke(k_use, handle);
}

TEST(ServerContexts, are_found_by_a_big_endian_client) {
  ContextServer server;
  ContextClient client(server);
  Octets handle = client.open();
  std::swap(handle[4], handle[7]);
  std::swap(handle[5], handle[6]);
  std::swap(handle[8], handle[9]);
  std::swap(handle[10], handle[11]);
  Octets pdu = runtime::test::request_pdu(9, handle, {.opnum = k_use});
  pdu[4] = 0x00;
  std::swap(pdu[8], pdu[9]);
  std::reverse(pdu.begin() + 12, pdu.begin() + 16);
  std::reverse(pdu.begin() + 16, pdu.begin() + 20);
  std::swap(pdu[20], pdu[21]);
  std::swap(pdu[22], pdu[23]);
  client.send(pdu);
  client.response(9);
}

TEST(ServerContexts, are_limited_in_number) {
  runtime::test::ServerSetup setup;
  setup.limits.max_context_handles_per_association = 2;
  setup.limits.max_context_handles = 3;
  ContextServer server(setup);
  ContextClient client(server);
  client.open();
  client.open();
  EXPECT_EQ(client.refused(k_open, {}), uint32_t{RPC_S_OUT_OF_RESOURCES});
  EXPECT_TRUE(server.ran_down({context(7)})) << "the manager had made something";
  ContextClient other(server);
  other.open();
  EXPECT_EQ(other.refused(k_open, {}), uint32_t{RPC_S_OUT_OF_RESOURCES});
  EXPECT_EQ(server.server->context_count(), 3u);
}

// -- "Failure Semantics for Context Handles", row by row ------------------------------------------

TEST(ContextFailure, AR_135_a_new_handle_of_a_manager_that_raises_is_the_managers_to_clean_up) {
  ContextServer server;
  g_context.change = [](void** handle) {
    *handle = context(5);
    raise(1234);
  };
  ContextClient client(server);
  EXPECT_EQ(client.refused(k_change, k_null_handle), 1234u);
  EXPECT_TRUE(server.idle());
  EXPECT_TRUE(Rundowns::get().all().empty());
  EXPECT_EQ(server.server->context_count(), 0u);
}

TEST(ContextFailure, AR_137_a_handle_that_was_closed_before_the_raise_stays_closed) {
  ContextServer server;
  ContextClient client(server);
  const Octets handle = client.open();
  g_context.change = [](void** closed) {
    *closed = nullptr;
    raise(1234);
  };
  EXPECT_EQ(client.refused(k_change, handle), 1234u);
  EXPECT_EQ(client.refused(k_use, handle), k_mismatch);
}

TEST(ContextFailure, AR_137_a_handle_that_was_not_changed_before_the_raise_stays_good) {
  ContextServer server;
  ContextClient client(server);
  const Octets handle = client.open();
  g_context.change = [](void**) { raise(1234); };
  EXPECT_EQ(client.refused(k_change, handle), 1234u);
  client.invoke(k_use, handle);
}

TEST(ContextFailure, AR_137_what_was_changed_before_the_raise_is_seen_by_later_calls) {
  ContextServer server;
  ContextClient client(server);
  const Octets handle = client.open();
  g_context.change = [](void** changed) {
    *changed = context(9);
    raise(1234);
  };
  EXPECT_EQ(client.refused(k_change, handle), 1234u);
  void* seen = nullptr;
  g_context.use = [&](void* user) { seen = user; };
  client.invoke(k_use, handle);
  EXPECT_EQ(seen, context(9));
}

// Marshalling fails before or after the handle's own place: the same rules.
class MarshallingFails : public testing::TestWithParam<bool> {
 protected:
  void spoil() { (GetParam() ? g_context.spoil_before_out : g_context.spoil_out) = true; }
  ContextServer server_;
  ContextClient client_{server_};
};
INSTANTIATE_TEST_SUITE_P(AR_136, MarshallingFails, testing::Bool());

TEST_P(MarshallingFails, a_new_handle_is_run_down) {
  spoil();
  EXPECT_EQ(client_.refused(k_open, {}), uint32_t{RPC_X_BAD_STUB_DATA});
  EXPECT_TRUE(server_.ran_down({context(7)}));
  EXPECT_EQ(server_.server->context_count(), 0u);
  g_context.change = [](void** handle) { *handle = context(6); };
  EXPECT_EQ(client_.refused(k_change, k_null_handle), uint32_t{RPC_X_BAD_STUB_DATA});
  EXPECT_TRUE(server_.ran_down({context(7), context(6)}));
}

TEST_P(MarshallingFails, a_closed_handle_stays_closed) {
  const Octets handle = client_.open();
  g_context.change = [](void** closed) { *closed = nullptr; };
  spoil();
  EXPECT_EQ(client_.refused(k_change, handle), uint32_t{RPC_X_BAD_STUB_DATA});
  EXPECT_EQ(client_.refused(k_use, handle), k_mismatch);
  EXPECT_TRUE(Rundowns::get().all().empty());
}

TEST_P(MarshallingFails, a_changed_handle_leads_to_what_the_server_has) {
  const Octets handle = client_.open();
  g_context.change = [](void** changed) { *changed = context(9); };
  spoil();
  EXPECT_EQ(client_.refused(k_change, handle), uint32_t{RPC_X_BAD_STUB_DATA});
  void* seen = nullptr;
  g_context.use = [&](void* user) { seen = user; };
  client_.invoke(k_use, handle);
  EXPECT_EQ(seen, context(9));
}

TEST_P(MarshallingFails, a_handle_that_stayed_null_is_none) {
  g_context.change = [](void**) {};
  spoil();
  EXPECT_EQ(client_.refused(k_change, k_null_handle), uint32_t{RPC_X_BAD_STUB_DATA});
  EXPECT_TRUE(Rundowns::get().all().empty());
  EXPECT_EQ(server_.server->context_count(), 0u);
}

TEST(ContextFailure, AR_136_a_result_that_cannot_be_sent_is_run_down) {
  ContextServer server;
  g_context.result = [] { return context(21); };
  g_context.spoil_out = true;
  ContextClient client(server);
  EXPECT_EQ(client.refused(k_result, {}), uint32_t{RPC_X_BAD_STUB_DATA});
  EXPECT_TRUE(server.ran_down({context(21)}));
}

}  // namespace
}  // namespace farcall::stub::test
