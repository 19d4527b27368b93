// RpcMgmt* and RpcObject*: a server asked about itself over its own endpoint, and managers chosen by type.
#include <farcall/farcall.h>
#include <gtest/gtest.h>
#include <rpcndr.h>
#include <windows.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "managers.h"
#include "transport_choice.h"

namespace test = farcall::test;

namespace {

constexpr UUID k_mgmt = {0xafa8bd80, 0x7d8a, 0x11c9, {0xbe, 0xf4, 8, 0, 0x2b, 0x10, 0x29, 0x89}};

class MgmtTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    ASSERT_EQ(FarcallServerUseProtseq(test::protseq(), test::network_address(), ""), RPC_S_OK);
    ASSERT_EQ(RpcServerRegisterIf(question_v3_7_s_ifspec, nullptr, nullptr), RPC_S_OK);
  }
  static void TearDownTestSuite() {
    EXPECT_EQ(RpcServerUnregisterIf(question_v3_7_s_ifspec, nullptr, TRUE), RPC_S_OK);
  }
  void SetUp() override {
    answer_with([](handle_t) { return 0L; });
    ASSERT_EQ(RpcServerListen(1, RPC_C_LISTEN_MAX_CALLS_DEFAULT, TRUE), RPC_S_OK);
    RPC_BINDING_VECTOR* bindings = nullptr;
    ASSERT_EQ(RpcServerInqBindingsEx(nullptr, &bindings), RPC_S_OK);
    ASSERT_EQ(RpcBindingCopy(bindings->BindingH[0], &server), RPC_S_OK);
    RpcBindingVectorFree(&bindings);
  }
  void TearDown() override {
    EXPECT_EQ(RpcMgmtSetAuthorizationFn(nullptr), RPC_S_OK);
    RpcBindingFree(&server);
    (void)RpcMgmtStopServerListening(nullptr);
    EXPECT_EQ(RpcMgmtWaitServerListen(), RPC_S_OK);
  }
  handle_t server = nullptr;
};

struct Interface {
  UUID uuid;
  unsigned short major;
  unsigned short minor;
  bool operator==(const Interface& other) const {
    return std::memcmp(&uuid, &other.uuid, sizeof uuid) == 0 && major == other.major &&
           minor == other.minor;
  }
};

std::vector<Interface> interfaces_of(handle_t binding) {
  RPC_IF_ID_VECTOR* vector = nullptr;
  EXPECT_EQ(RpcMgmtInqIfIds(binding, &vector), RPC_S_OK);
  std::vector<Interface> result;
  if (!vector) return result;
  for (ULONG i = 0; i < vector->Count; ++i)
    result.push_back(
        {vector->IfId[i]->Uuid, vector->IfId[i]->VersMajor, vector->IfId[i]->VersMinor});
  EXPECT_EQ(RpcIfIdVectorFree(&vector), RPC_S_OK);
  EXPECT_EQ(vector, nullptr);
  return result;
}

std::vector<ULONG> statistics_of(handle_t binding) {
  RPC_STATS_VECTOR* vector = nullptr;
  EXPECT_EQ(RpcMgmtInqStats(binding, &vector), RPC_S_OK);
  if (!vector) return {0, 0, 0, 0};
  std::vector<ULONG> result(vector->Stats, vector->Stats + vector->Count);
  EXPECT_EQ(RpcMgmtStatsVectorFree(&vector), RPC_S_OK);
  EXPECT_EQ(vector, nullptr);
  return result;
}

TEST_F(MgmtTest, a_server_tells_its_interfaces_to_itself_and_to_others) {
  const Interface question = {
      static_cast<RPC_SERVER_INTERFACE*>(question_v3_7_s_ifspec)->InterfaceId.SyntaxGUID, 3, 7};
  const std::vector<Interface> expected = {question, {k_mgmt, 1, 0}};
  EXPECT_EQ(interfaces_of(nullptr), expected);
  EXPECT_EQ(interfaces_of(server), expected);
}

TEST_F(MgmtTest, statistics_count_calls_and_packets_truly) {
  EXPECT_EQ(Ask(server), RPC_S_OK);  // connects and binds
  const std::vector<ULONG> before = statistics_of(nullptr);
  ASSERT_EQ(before.size(), 4u);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(Ask(server), RPC_S_OK);
  const std::vector<ULONG> after = statistics_of(nullptr);
  EXPECT_EQ(after[RPC_C_STATS_CALLS_IN] - before[RPC_C_STATS_CALLS_IN], 10u);
  EXPECT_EQ(after[RPC_C_STATS_CALLS_OUT] - before[RPC_C_STATS_CALLS_OUT], 10u);
  // This process is client and server: each request and each response leaves once and comes once.
  EXPECT_EQ(after[RPC_C_STATS_PKTS_IN] - before[RPC_C_STATS_PKTS_IN], 20u);
  EXPECT_EQ(after[RPC_C_STATS_PKTS_OUT] - before[RPC_C_STATS_PKTS_OUT], 20u);
  const std::vector<ULONG> remote = statistics_of(server);
  EXPECT_EQ(remote[RPC_C_STATS_CALLS_IN] - after[RPC_C_STATS_CALLS_IN], 1u) << "this call itself";
}

TEST_F(MgmtTest, whether_it_listens_can_be_asked_even_when_it_does_not) {
  EXPECT_EQ(RpcMgmtIsServerListening(nullptr), RPC_S_OK);
  EXPECT_EQ(RpcMgmtIsServerListening(server), RPC_S_OK);
  EXPECT_EQ(RpcMgmtStopServerListening(nullptr), RPC_S_OK);
  EXPECT_EQ(RpcMgmtIsServerListening(server), RPC_S_NOT_LISTENING);
  EXPECT_EQ(RpcMgmtIsServerListening(nullptr), RPC_S_NOT_LISTENING);
}

TEST_F(MgmtTest, nobody_stops_a_server_from_outside_unless_it_allows_that) {
  EXPECT_EQ(RpcMgmtStopServerListening(server), RPC_S_ACCESS_DENIED);
  EXPECT_EQ(RpcMgmtIsServerListening(nullptr), RPC_S_OK);
  EXPECT_EQ(RpcMgmtSetAuthorizationFn([](RPC_BINDING_HANDLE, ULONG, RPC_STATUS* status) -> int {
              *status = RPC_S_OK;
              return TRUE;
            }),
            RPC_S_OK);
  EXPECT_EQ(RpcMgmtStopServerListening(server), RPC_S_OK);
  EXPECT_EQ(RpcMgmtIsServerListening(nullptr), RPC_S_NOT_LISTENING);
  EXPECT_EQ(RpcMgmtStopServerListening(server), RPC_S_NOT_LISTENING);
}

ULONG g_asked = ~0u;
bool g_knew_the_caller = false;
RPC_STATUS g_reason = RPC_S_OK;

TEST_F(MgmtTest,
       the_authorization_function_sees_the_operation_and_the_caller_and_gives_the_reason) {
  RpcMgmtSetAuthorizationFn(
      [](RPC_BINDING_HANDLE caller, ULONG operation, RPC_STATUS* status) -> int {
        RPC_CALL_ATTRIBUTES_V2_A attributes{};
        attributes.Version = 2;
        g_asked = operation;
        g_knew_the_caller = RpcServerInqCallAttributesA(caller, &attributes) == RPC_S_OK &&
                            attributes.IsClientLocal == static_cast<ULONG>(rcclLocal);
        *status = g_reason;
        return FALSE;
      });
  g_reason = RPC_S_SERVER_TOO_BUSY;
  RPC_IF_ID_VECTOR* ids = nullptr;
  EXPECT_EQ(RpcMgmtInqIfIds(server, &ids), RPC_S_SERVER_TOO_BUSY);
  EXPECT_EQ(ids, nullptr);
  EXPECT_EQ(g_asked, static_cast<ULONG>(RPC_C_MGMT_INQ_IF_IDS));
  EXPECT_TRUE(g_knew_the_caller);
  g_reason = RPC_S_OK;  // a refusal without a reason
  RPC_STATS_VECTOR* statistics = nullptr;
  EXPECT_EQ(RpcMgmtInqStats(server, &statistics), RPC_S_ACCESS_DENIED);
  EXPECT_EQ(g_asked, static_cast<ULONG>(RPC_C_MGMT_INQ_STATS));
  EXPECT_EQ(RpcMgmtIsServerListening(server), RPC_S_ACCESS_DENIED);
  EXPECT_EQ(g_asked, static_cast<ULONG>(RPC_C_MGMT_IS_SERVER_LISTEN));
  RPC_CSTR name = nullptr;
  EXPECT_EQ(RpcMgmtInqServerPrincNameA(server, RPC_C_AUTHN_WINNT, &name), RPC_S_ACCESS_DENIED);
  EXPECT_EQ(g_asked, static_cast<ULONG>(RPC_C_MGMT_INQ_PRINC_NAME));
  EXPECT_EQ(interfaces_of(nullptr).size(), 2u) << "this process asks nobody about itself";
}

TEST_F(MgmtTest, misuse_handles_that_are_no_bindings_and_missing_results_are_refused) {
  RPC_IF_ID_VECTOR* ids = nullptr;
  RPC_STATS_VECTOR* statistics = nullptr;
  handle_t none = &ids;
  EXPECT_EQ(RpcMgmtInqIfIds(none, &ids), RPC_S_INVALID_BINDING);
  EXPECT_EQ(RpcMgmtInqStats(none, &statistics), RPC_S_INVALID_BINDING);
  EXPECT_EQ(RpcMgmtIsServerListening(none), RPC_S_INVALID_BINDING);
  EXPECT_EQ(RpcMgmtStopServerListening(none), RPC_S_INVALID_BINDING);
  EXPECT_EQ(RpcMgmtInqIfIds(nullptr, nullptr), RPC_S_INVALID_ARG);
  EXPECT_EQ(RpcMgmtInqStats(nullptr, nullptr), RPC_S_INVALID_ARG);
  EXPECT_EQ(RpcIfIdVectorFree(nullptr), RPC_S_INVALID_ARG);
  EXPECT_EQ(RpcMgmtStatsVectorFree(nullptr), RPC_S_INVALID_ARG);
}

// -- objects

UUID uuid(unsigned char last) {
  UUID made{};
  made.Data1 = 0x0b1ec7;
  made.Data4[7] = last;
  return made;
}
UUID g_nil{};

long answer_one(handle_t) {
  return 1001;
}
long answer_two(handle_t) {
  return 1002;
}

class ObjectTest : public MgmtTest {
 protected:
  void SetUp() override {
    MgmtTest::SetUp();
    epv_one = *static_cast<question_v3_7_epv_t*>(default_epv());
    epv_two = epv_one;
    epv_one.Ask = answer_one;
    epv_two.Ask = answer_two;
    UUID one = uuid(0xa1);
    UUID two = uuid(0xa2);
    ASSERT_EQ(RpcServerRegisterIf(question_v3_7_s_ifspec, &one, &epv_one), RPC_S_OK);
    ASSERT_EQ(RpcServerRegisterIf(question_v3_7_s_ifspec, &two, &epv_two), RPC_S_OK);
  }
  void TearDown() override {
    RpcObjectSetInqFn(nullptr);
    for (unsigned char each = 1; each <= 3; ++each) set_type(each, g_nil);
    UUID one = uuid(0xa1);
    UUID two = uuid(0xa2);
    EXPECT_EQ(RpcServerUnregisterIf(question_v3_7_s_ifspec, &one, TRUE), RPC_S_OK);
    EXPECT_EQ(RpcServerUnregisterIf(question_v3_7_s_ifspec, &two, TRUE), RPC_S_OK);
    MgmtTest::TearDown();
  }
  static void* default_epv() {
    return static_cast<RPC_SERVER_INTERFACE*>(question_v3_7_s_ifspec)->DefaultManagerEpv;
  }
  static RPC_STATUS set_type(unsigned char object, UUID type) {
    UUID which = uuid(object);
    return RpcObjectSetType(&which, &type);
  }
  // What a call on the object returns, or raises.
  long ask(UUID object) {
    EXPECT_EQ(RpcBindingSetObject(server, &object), RPC_S_OK);
    long result = 0;
    RpcTryExcept {
      result = Ask(server);
    }
    RpcExcept(EXCEPTION_EXECUTE_HANDLER) {
      result = static_cast<long>(RpcExceptionCode());
    }
    RpcEndExcept;
    return result;
  }
  question_v3_7_epv_t epv_one{};
  question_v3_7_epv_t epv_two{};
};

TEST_F(ObjectTest, the_type_of_an_object_chooses_the_manager) {
  EXPECT_EQ(set_type(0x01, uuid(0xa1)), RPC_S_OK);
  EXPECT_EQ(set_type(0x02, uuid(0xa2)), RPC_S_OK);
  EXPECT_EQ(set_type(0x03, uuid(0xa3)), RPC_S_OK);
  EXPECT_EQ(ask(uuid(0x01)), 1001);
  EXPECT_EQ(ask(uuid(0x02)), 1002);
  EXPECT_EQ(ask(uuid(0x03)), RPC_S_UNSUPPORTED_TYPE) << "a type without a manager";
  EXPECT_EQ(ask(uuid(0x04)), RPC_S_OK) << "an object of no type goes to the nil type's manager";
  EXPECT_EQ(ask(g_nil), RPC_S_OK);
}

TEST_F(ObjectTest, types_are_set_once_and_taken_away) {
  EXPECT_EQ(RpcObjectSetType(nullptr, nullptr), RPC_S_INVALID_OBJECT);
  EXPECT_EQ(RpcObjectSetType(&g_nil, &g_nil), RPC_S_INVALID_OBJECT);
  EXPECT_EQ(set_type(0x01, uuid(0xa1)), RPC_S_OK);
  EXPECT_EQ(set_type(0x01, uuid(0xa2)), RPC_S_ALREADY_REGISTERED);
  UUID object = uuid(0x01);
  UUID type{};
  const UUID expected = uuid(0xa1);
  EXPECT_EQ(RpcObjectInqType(&object, &type), RPC_S_OK);
  EXPECT_EQ(std::memcmp(&type, &expected, sizeof type), 0);
  EXPECT_EQ(RpcObjectInqType(&object, nullptr), RPC_S_OK);
  EXPECT_EQ(RpcObjectSetType(&object, nullptr), RPC_S_OK);
  EXPECT_EQ(RpcObjectInqType(&object, &type), RPC_S_OBJECT_NOT_FOUND);
  EXPECT_EQ(std::memcmp(&type, &g_nil, sizeof type), 0);
}

TEST_F(ObjectTest, an_inquiry_function_speaks_for_objects_that_were_given_no_type) {
  RpcObjectSetInqFn([](UUID* object, UUID* type, RPC_STATUS* status) {
    *type = uuid(0xa2);
    *status = object->Data4[7] == 0x02   ? RPC_S_OK
              : object->Data4[7] == 0x03 ? RPC_S_OBJECT_NOT_FOUND
                                         : RPC_S_ACCESS_DENIED;
  });
  EXPECT_EQ(set_type(0x01, uuid(0xa1)), RPC_S_OK);
  EXPECT_EQ(ask(uuid(0x01)), 1001);
  EXPECT_EQ(ask(uuid(0x02)), 1002);
  EXPECT_EQ(ask(uuid(0x03)), RPC_S_OK);
  EXPECT_EQ(ask(uuid(0x04)), RPC_S_UNSUPPORTED_TYPE);
}

TEST_F(ObjectTest, each_type_has_a_vector_that_can_be_asked_for) {
  RPC_MGR_EPV* epv = nullptr;
  UUID one = uuid(0xa1);
  UUID three = uuid(0xa3);
  EXPECT_EQ(RpcServerInqIf(question_v3_7_s_ifspec, &one, &epv), RPC_S_OK);
  EXPECT_EQ(epv, &epv_one);
  EXPECT_EQ(RpcServerInqIf(question_v3_7_s_ifspec, nullptr, &epv), RPC_S_OK);
  EXPECT_EQ(epv, default_epv());
  EXPECT_EQ(RpcServerInqIf(question_v3_7_s_ifspec, &three, &epv), RPC_S_UNKNOWN_MGR_TYPE);
  EXPECT_EQ(RpcServerRegisterIf(question_v3_7_s_ifspec, &one, &epv_two),
            RPC_S_TYPE_ALREADY_REGISTERED);
}

}  // namespace
