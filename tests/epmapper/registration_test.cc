// A server, its mapper and its clients in one process: registration, resolution, inquiry.
#include <sys/wait.h>
#include <unistd.h>
#include <windows.h>

#include <chrono>
#include <cstring>
#include <thread>

#include "mapper_fixture.h"

namespace {

TEST_F(EpmapperTest, a_binding_without_endpoint_is_resolved_by_the_first_call) {
  ASSERT_EQ(announce(), RPC_S_OK);
  for (const char* protseq : {"ncacn_ip_tcp", "ncalrpc"}) {
    handle_t server = partial(protseq);
    EXPECT_EQ(ask(server), 42) << protseq;
    EXPECT_NE(text_of(server).find('['), std::string::npos) << "the handle is bound now";
    EXPECT_EQ(RpcBindingReset(server), RPC_S_OK);
    EXPECT_EQ(text_of(server).find('['), std::string::npos);
    EXPECT_EQ(ask(server), 42);
    RpcBindingFree(&server);
  }
}

TEST_F(EpmapperTest, an_asynchronous_call_is_resolved_on_its_way) {
  ASSERT_EQ(announce(), RPC_S_OK);
  for (const char* protseq : {"ncacn_ip_tcp", "ncalrpc"}) {
    handle_t server = partial(protseq);
    RPC_ASYNC_STATE state;
    ASSERT_EQ(RpcAsyncInitializeHandle(&state, sizeof state), RPC_S_OK);
    state.NotificationType = RpcNotificationTypeEvent;
    state.u.hEvent = CreateEventA(nullptr, FALSE, FALSE, nullptr);
    AskLater(&state, server);
    long answer = 43;
    EXPECT_EQ(RpcAsyncCompleteCall(parked_call(), &answer), RPC_S_OK);
    ASSERT_EQ(WaitForSingleObject(state.u.hEvent, 20'000), static_cast<DWORD>(WAIT_OBJECT_0));
    long result = 0;
    EXPECT_EQ(RpcAsyncCompleteCall(&state, &result), RPC_S_OK);
    EXPECT_EQ(result, 43);
    CloseHandle(state.u.hEvent);
    RpcBindingFree(&server);
  }
}

TEST_F(EpmapperTest, what_is_not_registered_is_an_error_of_the_call_or_its_outcome) {
  handle_t server = partial("ncacn_ip_tcp");
  EXPECT_EQ(ask(server), EPT_S_NOT_REGISTERED);
  EXPECT_EQ(RpcEpResolveBinding(server, question_v3_7_c_ifspec), EPT_S_NOT_REGISTERED);
  RPC_ASYNC_STATE state;
  ASSERT_EQ(RpcAsyncInitializeHandle(&state, sizeof state), RPC_S_OK);
  state.NotificationType = RpcNotificationTypeEvent;
  state.u.hEvent = CreateEventA(nullptr, FALSE, FALSE, nullptr);
  AskLater(&state, server);
  ASSERT_EQ(WaitForSingleObject(state.u.hEvent, 20'000), static_cast<DWORD>(WAIT_OBJECT_0));
  long result = 0;
  EXPECT_EQ(RpcAsyncCompleteCall(&state, &result), EPT_S_NOT_REGISTERED);
  CloseHandle(state.u.hEvent);
  RpcBindingFree(&server);
}

TEST_F(EpmapperTest, a_handle_is_resolved_without_a_call) {
  ASSERT_EQ(announce(), RPC_S_OK);
  handle_t server = partial("ncacn_ip_tcp");
  EXPECT_EQ(RpcEpResolveBinding(server, question_v3_7_c_ifspec), RPC_S_OK);
  const std::string bound = text_of(server);
  EXPECT_NE(bound.find('['), std::string::npos);
  EXPECT_EQ(RpcEpUnregister(question_v3_7_s_ifspec, own_bindings, nullptr), RPC_S_OK);
  EXPECT_EQ(RpcEpResolveBinding(server, question_v3_7_c_ifspec), RPC_S_OK) << "bound already";
  EXPECT_EQ(text_of(server), bound);
  EXPECT_EQ(ask(server), 42);
  RpcBindingFree(&server);
}

TEST_F(EpmapperTest, the_map_is_walked_through) {
  EXPECT_TRUE(inquire().empty());
  ASSERT_EQ(announce("over both"), RPC_S_OK);
  const std::vector<Found> all = inquire();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_TRUE(all[0].binding.starts_with("ncacn_ip_tcp:127.0.0.1[")) << all[0].binding;
  EXPECT_TRUE(all[1].binding.starts_with("ncalrpc:[LRPC-")) << all[1].binding;
  EXPECT_EQ(all[0].note, "over both");
  EXPECT_EQ(all[0].major, 3);
  RPC_IF_ID id{};
  ASSERT_EQ(RpcIfInqId(question_v3_7_c_ifspec, &id), RPC_S_OK);
  EXPECT_EQ(inquire(RPC_C_EP_MATCH_BY_IF, &id, RPC_C_VERS_EXACT).size(), 2u);
  id.VersMinor = 8;
  EXPECT_EQ(inquire(RPC_C_EP_MATCH_BY_IF, &id, RPC_C_VERS_COMPATIBLE).size(), 0u);
  EXPECT_EQ(inquire(RPC_C_EP_MATCH_BY_IF, &id, RPC_C_VERS_UPTO).size(), 2u);
}

// More than one call of the mapper gives, and the objects that were registered.
TEST_F(EpmapperTest, objects_are_registered_each_and_long_maps_are_walked_through) {
  std::vector<UUID> objects(60);
  struct {
    ULONG count;
    UUID* uuids[60];
  } vector{60, {}};
  for (size_t i = 0; i < objects.size(); ++i) {
    objects[i].Data1 = static_cast<uint32_t>(i + 1);
    vector.uuids[i] = &objects[i];
  }
  auto* uuids = reinterpret_cast<UUID_VECTOR*>(&vector);
  ASSERT_EQ(RpcEpRegisterNoReplaceA(question_v3_7_s_ifspec, own_bindings, uuids, nullptr),
            RPC_S_OK);
  EXPECT_EQ(inquire().size(), 120u);
  EXPECT_EQ(inquire(RPC_C_EP_MATCH_BY_OBJ, nullptr, RPC_C_VERS_ALL, &objects[7]).size(), 2u);
  handle_t server = partial("ncacn_ip_tcp");
  EXPECT_EQ(ask(server), EPT_S_NOT_REGISTERED) << "served for these objects only";
  EXPECT_EQ(RpcBindingSetObject(server, &objects[7]), RPC_S_OK);
  EXPECT_EQ(ask(server), 42);
  RpcBindingFree(&server);
  EXPECT_EQ(RpcEpUnregister(question_v3_7_s_ifspec, own_bindings, uuids), RPC_S_OK);
  EXPECT_EQ(RpcEpUnregister(question_v3_7_s_ifspec, own_bindings, uuids), EPT_S_NOT_REGISTERED);
  EXPECT_TRUE(inquire().empty());
}

// T-20: the network reads, it does not write.
TEST_F(EpmapperTest, T20_over_tcp_the_map_cannot_be_changed) {
  ASSERT_EQ(announce(), RPC_S_OK);
  handle_t mapper = nullptr;
  const std::string text = "ncacn_ip_tcp:127.0.0.1[" + mapper_port + "]";
  ASSERT_EQ(RpcBindingFromStringBindingA(c_str(text), &mapper), RPC_S_OK);
  RPC_IF_ID id{};
  ASSERT_EQ(RpcIfInqId(question_v3_7_c_ifspec, &id), RPC_S_OK);
  EXPECT_EQ(RpcMgmtEpUnregister(mapper, &id, own_bindings->BindingH[0], nullptr),
            EPT_S_CANT_PERFORM_OP);
  EXPECT_EQ(inquire().size(), 2u);
  EXPECT_EQ(RpcMgmtEpUnregister(nullptr, &id, own_bindings->BindingH[0], nullptr), RPC_S_OK);
  EXPECT_EQ(inquire().size(), 1u);
  RpcBindingFree(&mapper);
}

TEST_F(EpmapperTest, elements_go_when_their_process_ends) {
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  const pid_t child = fork();
  if (child == 0) {  // a process object of its own (capi/process.h); it has no server of its own
    handle_t somewhere = nullptr;
    RPC_BINDING_VECTOR one{1, {nullptr}};
    bool done =
        RpcBindingFromStringBindingA(c_str("ncacn_ip_tcp:127.0.0.1[4711]"), &somewhere) == RPC_S_OK;
    one.BindingH[0] = somewhere;
    done = done && RpcEpRegisterA(question_v3_7_s_ifspec, &one, nullptr, nullptr) == RPC_S_OK;
    const char answer = done ? 'y' : 'n';
    (void)!write(ready[1], &answer, 1);
    pause();
    _exit(0);
  }
  char answer = 0;
  ASSERT_EQ(read(ready[0], &answer, 1), 1);
  EXPECT_EQ(answer, 'y');
  EXPECT_EQ(inquire().size(), 1u);
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  bool gone = false;
  for (int i = 0; i < 2000 && !gone; ++i) {
    gone = inquire().empty();
    if (!gone) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  EXPECT_TRUE(gone);
  close(ready[0]);
  close(ready[1]);
}

TEST_F(EpmapperTest, misuse_is_refused) {
  EXPECT_EQ(RpcEpRegisterA(question_v3_7_s_ifspec, nullptr, nullptr, nullptr), RPC_S_NO_BINDINGS);
  EXPECT_EQ(RpcEpRegisterA(nullptr, own_bindings, nullptr, nullptr), RPC_S_INVALID_ARG);
  RPC_BINDING_VECTOR bad{1, {&bad}};
  EXPECT_EQ(RpcEpRegisterA(question_v3_7_s_ifspec, &bad, nullptr, nullptr), RPC_S_INVALID_BINDING);
  EXPECT_EQ(RpcEpResolveBinding(&bad, question_v3_7_c_ifspec), RPC_S_INVALID_BINDING);
  RPC_EP_INQ_HANDLE walk = nullptr;
  EXPECT_EQ(RpcMgmtEpEltInqBegin(nullptr, 4, nullptr, 1, nullptr, &walk), RPC_S_INVALID_ARG);
  EXPECT_EQ(RpcMgmtEpEltInqBegin(nullptr, RPC_C_EP_MATCH_BY_IF, nullptr, 1, nullptr, &walk),
            RPC_S_INVALID_ARG);
  RPC_IF_ID id{};
  EXPECT_EQ(RpcMgmtEpEltInqBegin(nullptr, RPC_C_EP_MATCH_BY_IF, &id, 6, nullptr, &walk),
            RPC_S_INVALID_VERS_OPTION);
  EXPECT_EQ(RpcMgmtEpEltInqDone(&walk), RPC_S_INVALID_ARG);
}

}  // namespace
