// Interface groups: what is served where, and the notice of idleness.
#include <atomic>
#include <condition_variable>
#include <mutex>

#include "fixture.h"
#include "matrix_async.h"

namespace {

// What the routine was told, in order.
struct Notices {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<bool> told;
  RPC_INTERFACE_GROUP group = nullptr;

  bool wait_for(size_t count) {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, std::chrono::seconds(30), [&] { return told.size() >= count; });
  }
  static void note(RPC_INTERFACE_GROUP group, void* context, ULONG idle) {
    auto& notices = *static_cast<Notices*>(context);
    const std::lock_guard lock(notices.mutex);
    notices.group = group;
    notices.told.push_back(idle != 0);
    notices.changed.notify_all();
  }
};

class InterfaceGroupTest : public RulesTest {
 protected:
  void TearDown() override {
    if (group_) {
      EXPECT_EQ(RpcServerInterfaceGroupClose(group_), RPC_S_OK);
    }
    RulesTest::TearDown();
  }

  RPC_STATUS create(ULONG idle_period, RPC_INTERFACE_GROUP_IDLE_CALLBACK_FN* routine, void* context,
                    const char* endpoint = nullptr) {
    static char protseq[] = "ncacn_ip_tcp";
    RPC_INTERFACE_TEMPLATEA interface {};
    interface.IfSpec = matrix_async_v1_0_s_ifspec;
    interface.MaxCalls = RPC_C_LISTEN_MAX_CALLS_DEFAULT;
    interface.MaxRpcSize = UINT_MAX;
    RPC_ENDPOINT_TEMPLATEA where{};
    where.ProtSeq = reinterpret_cast<RPC_CSTR>(protseq);
    where.Endpoint = reinterpret_cast<RPC_CSTR>(const_cast<char*>(endpoint));
    where.Backlog = RPC_C_PROTSEQ_MAX_REQS_DEFAULT;
    return RpcServerInterfaceGroupCreateA(&interface, 1, &where, 1, idle_period, routine, context,
                                          &group_);
  }

  // A binding to the group's endpoint on this computer.
  handle_t bind_to_group() {
    RPC_BINDING_VECTOR* vector = nullptr;
    EXPECT_EQ(RpcServerInterfaceGroupInqBindings(group_, &vector), RPC_S_OK);
    RPC_CSTR text = nullptr;
    RPC_CSTR port = nullptr;
    EXPECT_EQ(RpcBindingToStringBindingA(vector->BindingH[0], &text), RPC_S_OK);
    EXPECT_EQ(RpcStringBindingParseA(text, nullptr, nullptr, nullptr, &port, nullptr), RPC_S_OK);
    std::string local =
        std::string("ncacn_ip_tcp:127.0.0.1[") + reinterpret_cast<char*>(port) + "]";
    RpcStringFreeA(&text);
    RpcStringFreeA(&port);
    RpcBindingVectorFree(&vector);
    handle_t handle = nullptr;
    EXPECT_EQ(RpcBindingFromStringBindingA(reinterpret_cast<RPC_CSTR>(local.data()), &handle),
              RPC_S_OK);
    return handle;
  }

  static RPC_STATUS twice(handle_t handle, long* result) {
    Call call;
    const RPC_STATUS raised = raised_by([&] { TwiceLater(&call, handle, 4, "ab"); });
    return raised != RPC_S_OK ? raised : call.collect(result);
  }

  RPC_INTERFACE_GROUP group_ = nullptr;
};

TEST_F(InterfaceGroupTest, is_served_from_activation_to_deactivation) {
  ASSERT_EQ(create(INFINITE, nullptr, nullptr), RPC_S_OK);
  RPC_BINDING_VECTOR* vector = nullptr;
  EXPECT_EQ(RpcServerInterfaceGroupInqBindings(group_, &vector), RPC_S_NO_BINDINGS);
  ASSERT_EQ(RpcServerInterfaceGroupActivate(group_), RPC_S_OK);
  handle_t handle = bind_to_group();
  long result = 0;
  EXPECT_EQ(twice(handle, &result), RPC_S_OK);
  EXPECT_EQ(result, 10);
  EXPECT_EQ(RpcServerInterfaceGroupDeactivate(group_, FALSE), RPC_S_SERVER_TOO_BUSY);
  EXPECT_EQ(twice(handle, &result), RPC_S_OK);
  EXPECT_EQ(RpcServerInterfaceGroupDeactivate(group_, TRUE), RPC_S_OK);
  EXPECT_EQ(RpcServerInterfaceGroupDeactivate(group_, FALSE), RPC_S_OK);
  EXPECT_EQ(RpcServerInterfaceGroupInqBindings(group_, &vector), RPC_S_NO_BINDINGS);
  EXPECT_NE(twice(handle, &result), RPC_S_OK);
  RpcBindingFree(&handle);
  ASSERT_EQ(RpcServerInterfaceGroupActivate(group_), RPC_S_OK);
  handle = bind_to_group();
  EXPECT_EQ(twice(handle, &result), RPC_S_OK);
  RpcBindingFree(&handle);
}

TEST_F(InterfaceGroupTest, is_reached_over_its_own_endpoints_only) {
  ASSERT_EQ(create(INFINITE, nullptr, nullptr), RPC_S_OK);
  ASSERT_EQ(RpcServerInterfaceGroupActivate(group_), RPC_S_OK);
  handle_t handle = bind_to_group();
  long result = 0;
  EXPECT_EQ(twice(binding, &result), RPC_S_UNKNOWN_IF) << "over the process's endpoint";
  EXPECT_EQ(raised_by([&] { Add(handle, 1, 2); }), RPC_S_UNKNOWN_IF) << "no interface of the group";
  EXPECT_EQ(Add(binding, 1, 2), 3);
  RpcBindingFree(&handle);
}

TEST_F(InterfaceGroupTest, needs_no_listening_server) {
  ASSERT_EQ(create(INFINITE, nullptr, nullptr), RPC_S_OK);
  ASSERT_EQ(RpcServerInterfaceGroupActivate(group_), RPC_S_OK);
  ASSERT_EQ(RpcMgmtStopServerListening(nullptr), RPC_S_OK);
  ASSERT_EQ(RpcMgmtWaitServerListen(), RPC_S_OK);
  handle_t handle = bind_to_group();
  long result = 0;
  EXPECT_EQ(twice(handle, &result), RPC_S_OK);
  RpcBindingFree(&handle);
}

TEST_F(InterfaceGroupTest, tells_when_nobody_uses_it_and_when_somebody_does) {
  Notices notices;
  ASSERT_EQ(create(0, &Notices::note, &notices), RPC_S_OK);
  ASSERT_EQ(RpcServerInterfaceGroupActivate(group_), RPC_S_OK);
  ASSERT_TRUE(notices.wait_for(1));
  EXPECT_EQ(notices.group, group_);
  handle_t handle = bind_to_group();
  long result = 0;
  EXPECT_EQ(twice(handle, &result), RPC_S_OK);
  ASSERT_TRUE(notices.wait_for(2));
  EXPECT_EQ(RpcBindingSetOption(handle, RPC_C_OPT_DONT_LINGER, TRUE), RPC_S_OK);
  RpcBindingFree(&handle);
  ASSERT_TRUE(notices.wait_for(3));
  EXPECT_EQ(RpcServerInterfaceGroupDeactivate(group_, FALSE), RPC_S_OK);
  EXPECT_EQ(notices.told, (std::vector<bool>{true, false, true}));
}

TEST_F(InterfaceGroupTest, may_be_deactivated_by_its_routine) {
  static std::atomic<RPC_STATUS> status{-1};
  ASSERT_EQ(create(
                0,
                [](RPC_INTERFACE_GROUP group, void*, ULONG) {
                  status = RpcServerInterfaceGroupDeactivate(group, FALSE);
                },
                nullptr),
            RPC_S_OK);
  ASSERT_EQ(RpcServerInterfaceGroupActivate(group_), RPC_S_OK);
  for (int i = 0; i < 30'000 && status == -1; ++i) Sleep(1);
  EXPECT_EQ(status, RPC_S_OK);
  RPC_BINDING_VECTOR* vector = nullptr;
  EXPECT_EQ(RpcServerInterfaceGroupInqBindings(group_, &vector), RPC_S_NO_BINDINGS);
}

TEST_F(InterfaceGroupTest, that_cannot_be_activated_leaves_nothing_behind) {
  ASSERT_EQ(create(INFINITE, nullptr, nullptr, endpoint().c_str()), RPC_S_OK);
  EXPECT_EQ(RpcServerInterfaceGroupActivate(group_), RPC_S_DUPLICATE_ENDPOINT);
  RPC_BINDING_VECTOR* vector = nullptr;
  EXPECT_EQ(RpcServerInterfaceGroupInqBindings(group_, &vector), RPC_S_NO_BINDINGS);
  EXPECT_EQ(RpcServerInterfaceGroupActivate(group_), RPC_S_DUPLICATE_ENDPOINT);
}

TEST_F(InterfaceGroupTest, that_makes_no_sense_is_refused) {
  EXPECT_EQ(create(5, nullptr, nullptr), RPC_S_INVALID_ARG) << "nobody to tell";
  int other = 0;
  EXPECT_EQ(RpcServerInterfaceGroupActivate(&other), RPC_S_INVALID_ARG);
  EXPECT_EQ(RpcServerInterfaceGroupDeactivate(nullptr, TRUE), RPC_S_INVALID_ARG);
  EXPECT_EQ(RpcServerInterfaceGroupClose(&other), RPC_S_INVALID_ARG);
  RPC_BINDING_VECTOR* vector = nullptr;
  EXPECT_EQ(RpcServerInterfaceGroupInqBindings(&other, &vector), RPC_S_INVALID_ARG);
}

TEST_F(InterfaceGroupTest, a_closed_group_is_recognised) {
  ASSERT_EQ(create(INFINITE, nullptr, nullptr), RPC_S_OK);
  ASSERT_EQ(RpcServerInterfaceGroupActivate(group_), RPC_S_OK);
  EXPECT_EQ(RpcServerInterfaceGroupClose(group_), RPC_S_OK);
  EXPECT_EQ(RpcServerInterfaceGroupActivate(std::exchange(group_, nullptr)), RPC_S_INVALID_ARG);
}

}  // namespace
