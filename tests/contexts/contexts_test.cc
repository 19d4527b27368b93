// A client's context handles and the server's, through generated stubs.
#include <gtest/gtest.h>

#include <functional>
#include <thread>

#include "managers.h"

namespace {

using farcall::test::raised_by;

class Contexts : public testing::Test {
 protected:
  void SetUp() override {
    Server::get().clear();
    binding = connect();
  }
  void TearDown() override {
    for (handle_t& each : bindings_) RpcBindingFree(&each);
    EXPECT_TRUE(eventually([] { return Server::get().open == 0; }));
  }
  // With a group of connections of its own when `unique`: RpcSsDestroyClientContext then leads to rundown at once.
  handle_t connect(bool unique = false) {
    handle_t handle = farcall::test::binding_from(Server::address());
    if (unique) {
      EXPECT_EQ(RpcBindingSetOption(handle, RPC_C_OPT_UNIQUE_BINDING, TRUE), RPC_S_OK);
    }
    bindings_.push_back(handle);
    return handle;
  }
  void dont_linger(handle_t handle) {
    EXPECT_EQ(RpcBindingSetOption(handle, RPC_C_OPT_DONT_LINGER, TRUE), RPC_S_OK);
  }
  FILE_HANDLE open(long id = 1) {
    FILE_HANDLE file = reinterpret_cast<void*>(0x55);  // [out]: whatever was there is not looked at
    Open(binding, id, &file);
    return file;
  }

  handle_t binding = nullptr;
  std::vector<handle_t> bindings_;
};

TEST_F(Contexts, carry_state_from_call_to_call) {
  FILE_HANDLE file = open();
  ASSERT_NE(file, nullptr);
  EXPECT_EQ(Append(file, "abc"), 3);
  EXPECT_EQ(Append(file, "de"), 5);
  EXPECT_EQ(Length(binding, file), 5);
  EXPECT_EQ(Close(&file), 1);
  EXPECT_EQ(file, nullptr);
}

TEST_F(Contexts, are_null_when_the_server_says_so) {
  EXPECT_EQ(open(-1), nullptr);
}

TEST_F(Contexts, AR_135_are_not_made_when_the_manager_raises) {
  FILE_HANDLE file = nullptr;
  EXPECT_EQ(raised_by([&] { Open(binding, 0, &file); }), 1234);
  EXPECT_EQ(file, nullptr);
}

TEST_F(Contexts, may_be_the_result) {
  FILE_HANDLE file = OpenResult(binding, 4);
  EXPECT_EQ(Append(file, "x"), 1);
  EXPECT_EQ(Close(&file), 4);
}

TEST_F(Contexts, are_their_own_binding) {
  FILE_HANDLE file = open();
  RpcBindingFree(&binding);
  bindings_.clear();
  EXPECT_EQ(Append(file, "abc"), 3);
  handle_t of_context = nullptr;
  EXPECT_EQ(RpcSsGetContextBinding(file, &of_context), RPC_S_OK);
  FILE_HANDLE second = nullptr;
  Open(of_context, 2, &second);
  EXPECT_EQ(Same(file, second), 0);
  EXPECT_EQ(Same(file, file), 1);
  EXPECT_EQ(Close(&second), 2);
  EXPECT_EQ(Close(&file), 1);
}

TEST_F(Contexts, keep_their_place_when_the_server_changes_what_they_lead_to) {
  FILE_HANDLE file = nullptr;
  EXPECT_EQ(Reopen(binding, &file, 5), -1);
  FILE_HANDLE const before = file;
  EXPECT_EQ(Reopen(binding, &file, 6), 5);
  EXPECT_EQ(file, before);
  EXPECT_EQ(Close(&file), 6);
}

TEST_F(Contexts, of_a_struct_and_without_a_type_work_alike) {
  FOLDER folder = nullptr;
  OpenFolder(binding, &folder);
  EXPECT_EQ(InFolder(folder), 3);
  CloseFolder(&folder);
  EXPECT_EQ(folder, nullptr);
  void* plain = nullptr;
  OpenPlain(binding, &plain);
  EXPECT_EQ(UsePlain(plain), 77);
  ClosePlain(&plain);
  EXPECT_EQ(plain, nullptr);
}

TEST_F(Contexts, that_are_none_are_refused_before_anything_is_sent) {
  FILE_HANDLE none = nullptr;
  EXPECT_EQ(raised_by([&] { Append(none, "x"); }), RPC_X_SS_IN_NULL_CONTEXT);
  EXPECT_EQ(raised_by([&] { Length(binding, none); }), RPC_X_SS_IN_NULL_CONTEXT);
  EXPECT_EQ(raised_by([&] { Close(&none); }), RPC_X_SS_IN_NULL_CONTEXT);
  int other = 0;
  EXPECT_EQ(raised_by([&] { Append(&other, "x"); }), RPC_X_SS_CONTEXT_MISMATCH);
  EXPECT_EQ(raised_by([&] { Length(binding, binding); }), RPC_X_SS_CONTEXT_MISMATCH);
  FILE_HANDLE file = open();
  FILE_HANDLE const stale = file;
  EXPECT_EQ(Close(&file), 1);
  EXPECT_EQ(raised_by([&] { Append(stale, "x"); }), RPC_X_SS_CONTEXT_MISMATCH);
}

TEST_F(Contexts, of_another_association_group_do_not_match_the_binding) {
  FILE_HANDLE file = open();
  EXPECT_EQ(raised_by([&] { Length(connect(true), file); }), RPC_X_SS_HANDLES_MISMATCH);
  EXPECT_EQ(Close(&file), 1);
}

TEST_F(Contexts, of_another_type_are_refused_by_the_server) {
  FILE_HANDLE file = open();
  EXPECT_EQ(raised_by([&] { InFolder(static_cast<FOLDER>(file)); }), RPC_X_SS_CONTEXT_MISMATCH);
  EXPECT_EQ(Close(&file), 1);
}

TEST_F(Contexts, AR_138_can_be_dropped_on_the_client_alone) {
  handle_t alone = connect(true);
  FILE_HANDLE file = nullptr, second = nullptr;
  Open(alone, 8, &file);
  Open(alone, 9, &second);
  dont_linger(alone);
  RpcSsDestroyClientContext(&file);
  EXPECT_EQ(file, nullptr);
  RpcBindingFree(&alone);
  bindings_.pop_back();
  EXPECT_EQ(Append(second, "x"), 1) << "the other one keeps the connection";
  EXPECT_TRUE(Server::get().rundowns().empty());
  EXPECT_EQ(RpcSmDestroyClientContext(&second), RPC_S_OK);
  EXPECT_TRUE(eventually([] { return Server::get().rundowns().size() == 2; }));
}

TEST_F(Contexts, AR_138_that_are_none_cannot_be_dropped) {
  void* none = nullptr;
  EXPECT_EQ(RpcSmDestroyClientContext(&none), RPC_X_SS_CONTEXT_MISMATCH);
  EXPECT_EQ(raised_by([&] { RpcSsDestroyClientContext(&none); }), RPC_X_SS_CONTEXT_MISMATCH);
  handle_t of_context = nullptr;
  EXPECT_EQ(RpcSsGetContextBinding(binding, &of_context), RPC_X_SS_CONTEXT_MISMATCH);
}

TEST_F(Contexts, AR_130_131_shared_handles_are_used_side_by_side_and_locked_by_hand) {
  FILE_HANDLE file = open(11);
  std::thread other([&] { EXPECT_EQ(Peek(file), 11); });
  EXPECT_EQ(Peek(file), 11);
  other.join();
  EXPECT_EQ(Server::get().most_inside, 2);
  EXPECT_EQ(Close(&file), 11);
}

TEST_F(Contexts, are_held_by_asynchronous_calls) {
  FILE_HANDLE file = open();
  RPC_ASYNC_STATE state;
  RpcAsyncInitializeHandle(&state, sizeof state);
  state.NotificationType = RpcNotificationTypeNone;
  Hold(&state, file, 20);
  RPC_ASYNC_STATE* const server_state = Server::get().parked(20);
  std::atomic<bool> appended{false};
  std::thread other([&] {
    EXPECT_EQ(Append(file, "x"), 1);
    appended = true;
  });
  Sleep(20);
  EXPECT_FALSE(appended);
  long result = 9, reply = 0;
  EXPECT_EQ(RpcAsyncCompleteCall(server_state, &result), RPC_S_OK);
  other.join();
  EXPECT_TRUE(eventually([&] { return RpcAsyncCompleteCall(&state, &reply) == RPC_S_OK; }));
  EXPECT_EQ(reply, 9);
  EXPECT_EQ(Close(&file), 1);
}

// The binding may be gone when the reply comes.
TEST_F(Contexts, come_from_asynchronous_calls_too) {
  FILE_HANDLE file = nullptr;
  RPC_ASYNC_STATE state;
  RpcAsyncInitializeHandle(&state, sizeof state);
  state.NotificationType = RpcNotificationTypeNone;
  OpenLater(&state, binding, 21, &file);
  RpcBindingFree(&binding);
  bindings_.clear();
  RPC_ASYNC_STATE* const server_state = Server::get().parked(21);
  ++Server::get().open;
  *Server::get().out = new File{21, {}};
  EXPECT_EQ(RpcAsyncCompleteCall(server_state, nullptr), RPC_S_OK);
  EXPECT_TRUE(eventually([&] { return RpcAsyncCompleteCall(&state, nullptr) == RPC_S_OK; }));
  EXPECT_EQ(Append(file, "later"), 5);
  EXPECT_EQ(Close(&file), 21);
}

// Threads that open, use and close on one binding and on each other's handles.
TEST_F(Contexts, are_used_by_many_threads) {
  FILE_HANDLE shared = open(1);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i) {
        FILE_HANDLE own = open(100 + i);
        EXPECT_GT(Append(shared, "x"), 0);
        EXPECT_EQ(Append(own, "yy"), 2);
        EXPECT_EQ(Same(own, shared), 0);
        EXPECT_EQ(Close(&own), 100 + i);
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Length(binding, shared), 200);
  EXPECT_EQ(Close(&shared), 1);
}

}  // namespace
