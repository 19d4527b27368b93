// What a server learns of a call by its handle: attributes, object, client, cancel; and what becomes of the handle.
#include <farcall/farcall.h>
#include <gtest/gtest.h>
#include <rpcndr.h>
#include <unistd.h>
#include <windows.h>

#include <cstdlib>
#include <cstring>
#include <string>

#include "managers.h"
#include "transport_choice.h"

namespace test = farcall::test;

namespace {

RPC_CSTR c_str(const char* text) {
  return reinterpret_cast<RPC_CSTR>(const_cast<char*>(text));
}

std::string take(RPC_CSTR text) {
  std::string copy = reinterpret_cast<char*>(text);
  RpcStringFreeA(&text);
  return copy;
}

class ServerCallTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    ASSERT_EQ(FarcallServerUseProtseq(test::protseq(), test::network_address(), ""), RPC_S_OK);
    ASSERT_EQ(RpcServerRegisterIf(question_v3_7_s_ifspec, nullptr, nullptr), RPC_S_OK);
    ASSERT_EQ(RpcServerListen(1, RPC_C_LISTEN_MAX_CALLS_DEFAULT, TRUE), RPC_S_OK);
  }
  static void TearDownTestSuite() {
    EXPECT_EQ(RpcMgmtStopServerListening(nullptr), RPC_S_OK);
    EXPECT_EQ(RpcMgmtWaitServerListen(), RPC_S_OK);
    EXPECT_EQ(RpcServerUnregisterIf(question_v3_7_s_ifspec, nullptr, TRUE), RPC_S_OK);
  }
  void SetUp() override {
    RPC_BINDING_VECTOR* bindings = nullptr;
    ASSERT_EQ(RpcServerInqBindings(&bindings), RPC_S_OK);
    ASSERT_EQ(RpcBindingCopy(bindings->BindingH[0], &binding), RPC_S_OK);
    RpcBindingVectorFree(&bindings);
  }
  void TearDown() override { RpcBindingFree(&binding); }

  handle_t binding = nullptr;
};

TEST_F(ServerCallTest, version_2_attributes_tell_operation_interface_and_client) {
  RPC_CALL_ATTRIBUTES_V2_A attributes;
  std::memset(&attributes, 0xff, sizeof attributes);
  attributes.Version = 2;
  attributes.Flags = 0;
  answer_with([&](handle_t call) { return RpcServerInqCallAttributesA(call, &attributes); });
  ASSERT_EQ(Ask(binding), RPC_S_OK);
  EXPECT_EQ(attributes.OpNum, 0);
  EXPECT_EQ(attributes.InterfaceUuid,
            static_cast<RPC_SERVER_INTERFACE*>(question_v3_7_s_ifspec)->InterfaceId.SyntaxGUID);
  EXPECT_EQ(attributes.IsClientLocal, static_cast<ULONG>(rcclLocal));
  EXPECT_EQ(attributes.CallStatus, 0u);
  EXPECT_EQ(attributes.CallType, rctNormal);
  EXPECT_FALSE(attributes.NullSession || attributes.KernelModeCaller);
}

// Over ncalrpc the kernel says who calls; over TCP nobody does (D12).
TEST_F(ServerCallTest, attributes_tell_what_is_known_of_the_client_by_its_protocol_sequence) {
  RPC_CALL_ATTRIBUTES_V2_A attributes{};
  attributes.Version = 2;
  answer_with([&](handle_t call) { return RpcServerInqCallAttributesA(call, &attributes); });
  ASSERT_EQ(Ask(binding), RPC_S_OK);
  const bool local = test::over_ncalrpc();
  EXPECT_EQ(attributes.ProtocolSequence,
            static_cast<ULONG>(local ? RPC_PROTSEQ_LRPC : RPC_PROTSEQ_TCP));
  EXPECT_EQ(attributes.AuthenticationLevel,
            static_cast<ULONG>(local ? RPC_C_AUTHN_LEVEL_PKT_PRIVACY : RPC_C_AUTHN_LEVEL_NONE));
  EXPECT_EQ(attributes.AuthenticationService,
            static_cast<ULONG>(local ? RPC_C_AUTHN_WINNT : RPC_C_AUTHN_NONE));
  EXPECT_EQ(reinterpret_cast<uintptr_t>(attributes.ClientPID),
            static_cast<uintptr_t>(local ? getpid() : 0));
}

TEST_F(ServerCallTest, AR_127_a_local_address_that_does_not_fit_gives_ERROR_MORE_DATA) {
  unsigned char address[16] = {};
  RPC_CALL_LOCAL_ADDRESS_V1 local = {1, address, 2, rlafInvalid};
  RPC_CALL_ATTRIBUTES_V3_W attributes{};
  attributes.Version = 3;
  attributes.Flags = RPC_QUERY_CALL_LOCAL_ADDRESS;
  attributes.CallLocalAddress = &local;
  answer_with([&](handle_t call) { return RpcServerInqCallAttributesW(call, &attributes); });
  EXPECT_EQ(Ask(binding), ERROR_MORE_DATA);
  EXPECT_EQ(local.BufferSize, 4u);
  EXPECT_EQ(local.AddressFormat, rlafIPv4);
  EXPECT_EQ(address[0], 0);
  EXPECT_EQ(Ask(binding), RPC_S_OK);  // as large as it asked for
  EXPECT_EQ(std::memcmp(address, "\x7f\0\0\1", 4), 0);
  local.Version = 2;
  EXPECT_EQ(Ask(binding), RPC_S_INVALID_ARG);
  attributes.CallLocalAddress = nullptr;
  EXPECT_EQ(Ask(binding), RPC_S_INVALID_ARG);
}

TEST_F(ServerCallTest, names_that_are_not_known_have_length_0) {
  unsigned char name[16] = "kept";
  RPC_CALL_ATTRIBUTES_V1_A attributes{};
  attributes.Version = 1;
  attributes.Flags = RPC_QUERY_CLIENT_PRINCIPAL_NAME | RPC_QUERY_SERVER_PRINCIPAL_NAME;
  attributes.ClientPrincipalName = attributes.ServerPrincipalName = name;
  attributes.ClientPrincipalNameBufferLength = attributes.ServerPrincipalNameBufferLength =
      sizeof name;
  answer_with([&](handle_t call) { return RpcServerInqCallAttributesA(call, &attributes); });
  EXPECT_EQ(Ask(binding), RPC_S_OK);
  EXPECT_EQ(attributes.ClientPrincipalNameBufferLength, 0u);
  EXPECT_EQ(attributes.ServerPrincipalNameBufferLength, 0u);
  EXPECT_STREQ(reinterpret_cast<char*>(name), "kept");
}

TEST_F(ServerCallTest, AR_073_NULL_is_the_call_of_the_calling_thread) {
  handle_t inquired = nullptr;
  handle_t given = nullptr;
  answer_with([&](handle_t call) -> long {
    given = call;
    EXPECT_EQ(RpcServerInqBindingHandle(&inquired), RPC_S_OK);
    EXPECT_EQ(RpcServerTestCancel(nullptr), RPC_S_CALL_IN_PROGRESS);
    EXPECT_EQ(RpcServerTestCancel(call), RPC_S_CALL_IN_PROGRESS);
    RPC_CALL_ATTRIBUTES_V1_A attributes{};
    attributes.Version = 1;
    return RpcServerInqCallAttributesA(nullptr, &attributes);
  });
  EXPECT_EQ(Ask(binding), RPC_S_OK);
  EXPECT_NE(given, nullptr);
  EXPECT_EQ(inquired, given);
}

TEST_F(ServerCallTest, the_object_of_the_client_arrives) {
  UUID object = {1, 2, 3, {4, 5, 6, 7, 8, 9, 10, 11}};
  UUID seen{};
  answer_with([&](handle_t call) { return RpcBindingInqObject(call, &seen); });
  EXPECT_EQ(Ask(binding), RPC_S_OK);
  EXPECT_TRUE(UuidIsNil(&seen, nullptr));
  ASSERT_EQ(RpcBindingSetObject(binding, &object), RPC_S_OK);
  EXPECT_EQ(Ask(binding), RPC_S_OK);
  EXPECT_EQ(seen, object);
}

TEST_F(ServerCallTest, the_handle_of_a_call_tells_its_client_and_leads_back_to_it) {
  std::string client;
  std::string back;
  answer_with([&](handle_t call) -> long {
    RPC_CSTR text = nullptr;
    handle_t to_client = nullptr;
    EXPECT_EQ(RpcBindingToStringBindingA(call, &text), RPC_S_OK);
    client = take(text);
    EXPECT_EQ(RpcBindingServerFromClient(call, &to_client), RPC_S_OK);
    EXPECT_EQ(RpcBindingToStringBindingA(to_client, &text), RPC_S_OK);
    back = take(text);
    return RpcBindingFree(&to_client);
  });
  EXPECT_EQ(Ask(binding), RPC_S_OK);
  EXPECT_EQ(client, std::string(test::protseq()) + ':' + test::network_address());
  EXPECT_EQ(back, client);
}

TEST_F(ServerCallTest, misuse_the_handle_of_a_call_is_no_binding_of_a_client) {
  answer_with([&](handle_t call) -> long {
    handle_t mine = call;
    handle_t copy = nullptr;
    EXPECT_EQ(RpcBindingFree(&mine), RPC_S_WRONG_KIND_OF_BINDING);
    EXPECT_EQ(RpcBindingCopy(call, &copy), RPC_S_WRONG_KIND_OF_BINDING);
    EXPECT_EQ(RpcBindingReset(call), RPC_S_WRONG_KIND_OF_BINDING);
    EXPECT_EQ(RpcBindingSetObject(call, nullptr), RPC_S_WRONG_KIND_OF_BINDING);
    EXPECT_EQ(RpcBindingSetOption(call, RPC_C_OPT_CALL_TIMEOUT, 1), RPC_S_WRONG_KIND_OF_BINDING);
    EXPECT_EQ(RpcMgmtIsServerListening(call), RPC_S_WRONG_KIND_OF_BINDING);
    return 5;
  });
  EXPECT_EQ(Ask(binding), 5);
}

TEST_F(ServerCallTest, misuse_the_handle_of_an_ended_call_is_recognised) {
  handle_t kept = nullptr;
  answer_with([&](handle_t call) -> long {
    kept = call;
    return 0;
  });
  EXPECT_EQ(Ask(binding), 0);
  RPC_CALL_ATTRIBUTES_V1_A attributes{};
  attributes.Version = 1;
  EXPECT_EQ(RpcServerTestCancel(kept), RPC_S_INVALID_BINDING);
  EXPECT_EQ(RpcServerInqCallAttributesA(kept, &attributes), RPC_S_INVALID_BINDING);
}

TEST_F(ServerCallTest, AR_019_a_parked_call_is_known_by_its_handle_until_it_is_answered) {
  RPC_ASYNC_STATE state;
  ASSERT_EQ(RpcAsyncInitializeHandle(&state, sizeof state), RPC_S_OK);
  AskLater(&state, binding);
  const PRPC_ASYNC_STATE parked = parked_call();
  const handle_t call = RpcAsyncGetCallHandle(parked);
  RPC_CALL_ATTRIBUTES_V2_A attributes{};
  attributes.Version = 2;
  EXPECT_EQ(RpcServerInqCallAttributesA(call, &attributes), RPC_S_OK);
  EXPECT_EQ(attributes.OpNum, 1);
  EXPECT_EQ(RpcServerTestCancel(call), RPC_S_CALL_IN_PROGRESS);

  // Wrong sides.
  EXPECT_EQ(RpcAsyncGetCallStatus(parked), RPC_S_INVALID_ASYNC_HANDLE);
  EXPECT_EQ(RpcAsyncCancelCall(parked, TRUE), RPC_S_INVALID_ASYNC_HANDLE);
  EXPECT_EQ(RpcAsyncInitializeHandle(parked, sizeof *parked), RPC_S_INVALID_ASYNC_HANDLE);
  EXPECT_EQ(RpcAsyncAbortCall(&state, 5), RPC_S_INVALID_ASYNC_HANDLE);

  ASSERT_EQ(RpcAsyncCancelCall(&state, FALSE), RPC_S_OK);
  while (RpcServerTestCancel(call) == RPC_S_CALL_IN_PROGRESS) Sleep(1);
  EXPECT_EQ(RpcServerTestCancel(call), RPC_S_OK);  // AR-074: asking changes nothing
  EXPECT_EQ(RpcServerInqCallAttributesA(call, &attributes), RPC_S_OK);
  EXPECT_EQ(attributes.CallStatus, static_cast<ULONG>(RPC_CALL_STATUS_CANCELLED));

  long answer = 17;
  EXPECT_EQ(RpcAsyncAbortCall(parked, 0), RPC_S_INVALID_ARG);
  EXPECT_EQ(RpcAsyncCompleteCall(parked, nullptr), RPC_S_INVALID_ARG);
  EXPECT_EQ(RpcAsyncCompleteCall(parked, &answer), RPC_S_OK);
  EXPECT_EQ(RpcAsyncCompleteCall(parked, &answer), RPC_S_INVALID_ASYNC_HANDLE);
  EXPECT_EQ(RpcServerTestCancel(call), RPC_S_INVALID_BINDING);
  long received = 0;
  RPC_STATUS status;
  while ((status = RpcAsyncCompleteCall(&state, &received)) == RPC_S_ASYNC_CALL_PENDING) Sleep(1);
  EXPECT_EQ(status, RPC_S_OK);
  EXPECT_EQ(received, 17);
  EXPECT_EQ(RpcAsyncCompleteCall(&state, &received), RPC_S_INVALID_ASYNC_CALL);
}

TEST_F(ServerCallTest, an_interface_is_inquired_and_registered_once) {
  RPC_IF_ID id{};
  EXPECT_EQ(RpcIfInqId(question_v3_7_s_ifspec, &id), RPC_S_OK);
  EXPECT_EQ(id.VersMajor, 3);
  EXPECT_EQ(id.VersMinor, 7);
  RPC_IF_ID of_client{};
  EXPECT_EQ(RpcIfInqId(question_v3_7_c_ifspec, &of_client), RPC_S_OK);
  EXPECT_EQ(of_client.Uuid, id.Uuid);
  EXPECT_EQ(RpcIfInqId(question_v3_7_s_ifspec, nullptr), RPC_S_INVALID_ARG);

  const auto* structure = static_cast<const RPC_SERVER_INTERFACE*>(question_v3_7_s_ifspec);
  RPC_SERVER_INTERFACE without_manager = *structure;
  without_manager.DefaultManagerEpv = nullptr;
  EXPECT_EQ(RpcServerRegisterIf(&without_manager, nullptr, nullptr), RPC_S_INVALID_ARG);

  UUID type = {9, 9, 9, {9}};
  int vector = 0;
  RPC_MGR_EPV* epv = &type;
  EXPECT_EQ(RpcServerInqIf(question_v3_7_s_ifspec, nullptr, &epv), RPC_S_OK);
  EXPECT_EQ(epv, structure->DefaultManagerEpv);
  EXPECT_EQ(RpcServerInqIf(question_v3_7_s_ifspec, &type, &epv), RPC_S_UNKNOWN_MGR_TYPE);
  EXPECT_EQ(RpcServerRegisterIf(question_v3_7_s_ifspec, nullptr, nullptr),
            RPC_S_TYPE_ALREADY_REGISTERED);
  EXPECT_EQ(RpcServerRegisterIf(question_v3_7_s_ifspec, &type, &vector), RPC_S_OK);
  EXPECT_EQ(RpcServerInqIf(question_v3_7_s_ifspec, &type, &epv), RPC_S_OK);
  EXPECT_EQ(epv, &vector);
  EXPECT_EQ(RpcServerUnregisterIf(question_v3_7_s_ifspec, &type, FALSE), RPC_S_OK);
  EXPECT_EQ(RpcServerUnregisterIf(question_v3_7_s_ifspec, &type, FALSE), RPC_S_UNKNOWN_MGR_TYPE);
  EXPECT_EQ(RpcServerInqIf(question_v3_7_s_ifspec, &type, &epv), RPC_S_UNKNOWN_MGR_TYPE);
  EXPECT_EQ(RpcServerInqIf(question_v3_7_s_ifspec, nullptr, nullptr), RPC_S_INVALID_ARG);
  EXPECT_EQ(RpcServerRegisterIfEx(question_v3_7_s_ifspec, nullptr, nullptr, 0x4000, 1, nullptr),
            RPC_S_INVALID_ARG);
  EXPECT_EQ(RpcServerRegisterIfEx(question_v3_7_s_ifspec, nullptr, nullptr, RPC_IF_ASYNC_CALLBACK,
                                  1, nullptr),
            RPC_S_CANNOT_SUPPORT);
  EXPECT_EQ(RpcServerUseProtseqIfA(c_str("ncacn_ip_tcp"), 1, question_v3_7_s_ifspec, nullptr),
            RPC_S_PROTSEQ_NOT_FOUND);
  EXPECT_EQ(RpcServerUseAllProtseqsIf(1, question_v3_7_s_ifspec, nullptr), RPC_S_NO_PROTSEQS);
}

int g_allocated = 0;
int g_freed = 0;
void* counting_allocate(size_t size) {
  ++g_allocated;
  return std::malloc(size);
}
void counting_free(void* block) {
  ++g_freed;
  std::free(block);
}

TEST_F(ServerCallTest, a_client_stub_allocates_with_the_routines_of_the_calling_thread) {
  char* text = nullptr;
  AskText(binding, &text);
  EXPECT_STREQ(text, "a");
  std::free(text);  // the stub's own pair
  EXPECT_EQ(g_allocated, 0);
  ASSERT_EQ(RpcSmSetClientAllocFree(&counting_allocate, &counting_free), RPC_S_OK);
  text = nullptr;
  AskText(binding, &text);
  EXPECT_STREQ(text, "a");
  EXPECT_EQ(g_allocated, 1);
  EXPECT_EQ(RpcSmClientFree(text), RPC_S_OK);
  EXPECT_EQ(g_freed, 1);
  ASSERT_EQ(RpcSmSetClientAllocFree(nullptr, nullptr), RPC_S_OK);
}

}  // namespace
