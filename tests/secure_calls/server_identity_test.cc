// RPC_SECURITY_QOS_V3 and V5: over ncalrpc a client names the account that the server must run as, and the kernel is asked
// before anything is sent.
#include <sddl.h>
#include <unistd.h>

#include <array>
#include <cstring>

#include "fixture.h"

namespace {

// A SID in memory, with two sub-authorities.
using SidBytes = std::array<unsigned char, 16>;
SidBytes sid_of(unsigned char authority, uint32_t first, uint32_t second) {
  SidBytes sid{1, 2, 0, 0, 0, 0, 0, authority};
  std::memcpy(&sid[8], &first, 4);
  std::memcpy(&sid[12], &second, 4);
  return sid;
}
SidBytes sid_of_user(uid_t uid) {
  return sid_of(22, 1, uid);
}

RPC_SECURITY_QOS_V5_A quality(ULONG version) {
  RPC_SECURITY_QOS_V5_A qos{};
  qos.Version = version;
  qos.Capabilities = RPC_C_QOS_CAPABILITIES_MUTUAL_AUTH;
  return qos;
}

// NTLM, which proves nothing of the server by itself.
RPC_STATUS set(handle_t binding, const RPC_SECURITY_QOS_V5_A& qos,
               const char* principal = nullptr) {
  return RpcBindingSetAuthInfoExA(
      binding, reinterpret_cast<RPC_CSTR>(const_cast<char*>(principal)),
      RPC_C_AUTHN_LEVEL_PKT_PRIVACY, RPC_C_AUTHN_WINNT, nullptr, RPC_C_AUTHZ_NONE,
      const_cast<RPC_SECURITY_QOS*>(reinterpret_cast<const RPC_SECURITY_QOS*>(&qos)));
}

RPC_STATUS call(handle_t binding) {
  byte data = 7;
  byte back = 0;
  return raised_by([&] { (void)Echo(binding, 1, &data, &back); });
}

RPC_STATUS call_later(handle_t binding) {
  byte data = 7;
  byte back = 0;
  RPC_ASYNC_STATE state;
  EXPECT_EQ(RpcAsyncInitializeHandle(&state, sizeof state), RPC_S_OK);
  state.NotificationType = RpcNotificationTypeEvent;
  state.u.hEvent = CreateEventA(nullptr, FALSE, FALSE, nullptr);
  EchoLater(&state, binding, 1, &data, &back);
  EXPECT_EQ(WaitForSingleObject(state.u.hEvent, 60'000), WAIT_OBJECT_0);
  long answer = 0;
  const RPC_STATUS status = RpcAsyncCompleteCall(&state, &answer);
  CloseHandle(state.u.hEvent);
  return status;
}

TEST(ServerIdentity, by_SID_is_compared_with_what_the_kernel_says) {
  SidBytes right = sid_of_user(getuid());
  SidBytes wrong = sid_of_user(getuid() + 1);
  RPC_SECURITY_QOS_V5_A qos = quality(RPC_C_SECURITY_QOS_VERSION_3);
  for (int round = 0; round < 2; ++round) {  // connections are not shared with whom wants another
    Binding named(VaultServer::get().local);
    qos.Sid = right.data();
    ASSERT_EQ(set(named, qos), RPC_S_OK);
    EXPECT_EQ(call(named), RPC_S_OK);
    EXPECT_EQ(call_later(named), RPC_S_OK);
    Binding other(VaultServer::get().local);
    qos.Sid = wrong.data();
    ASSERT_EQ(set(other, qos), RPC_S_OK);
    EXPECT_EQ(call(other), RPC_S_ACCESS_DENIED);
    EXPECT_EQ(call_later(other), RPC_S_ACCESS_DENIED);
  }
}

TEST(ServerIdentity, by_descriptor_is_an_access_list) {
  const std::string own = "S-1-22-1-" + std::to_string(getuid());
  struct Row {
    std::string text;
    RPC_STATUS status;
  };
  const Row rows[] = {{"D:(A;;GA;;;" + own + ")", RPC_S_OK},
                      {"D:(D;;GA;;;" + own + ")(A;;GA;;;WD)", RPC_S_ACCESS_DENIED},
                      {"D:(A;;GA;;;SY)", getuid() == 0 ? RPC_S_OK : RPC_S_ACCESS_DENIED},
                      {"D:", RPC_S_ACCESS_DENIED}};
  for (const Row& row : rows) {
    RPC_SECURITY_QOS_V5_A qos = quality(RPC_C_SECURITY_QOS_VERSION_5);
    ASSERT_TRUE(ConvertStringSecurityDescriptorToSecurityDescriptorA(
        row.text.c_str(), SDDL_REVISION_1, &qos.ServerSecurityDescriptor, nullptr));
    Binding binding(VaultServer::get().local);
    EXPECT_EQ(set(binding, qos), RPC_S_OK);
    LocalFree(qos.ServerSecurityDescriptor);
    EXPECT_EQ(call(binding), row.status) << row.text;
  }
}

TEST(ServerIdentity, is_never_ignored) {
  SidBytes sid = sid_of_user(getuid());
  RPC_SECURITY_QOS_V5_A qos = quality(RPC_C_SECURITY_QOS_VERSION_3);
  qos.Sid = sid.data();
  Binding remote(VaultServer::get().tcp);
  EXPECT_EQ(set(remote, qos), RPC_S_CANNOT_SUPPORT) << "nobody can tell over TCP";
  Binding local(VaultServer::get().local);
  EXPECT_EQ(set(local, qos, k_principal), RPC_S_INVALID_ARG) << "one name is enough";
  sid[0] = 2;
  EXPECT_EQ(set(local, qos), RPC_S_INVALID_ARG);
  sid = sid_of_user(getuid());
  qos.Version = RPC_C_SECURITY_QOS_VERSION_5;
  qos.ServerSecurityDescriptor = &qos;
  EXPECT_EQ(set(local, qos), RPC_S_INVALID_ARG) << "both";
  qos.Sid = nullptr;
  EXPECT_NE(set(local, qos), RPC_S_OK) << "that is no descriptor";
}

TEST(ServerIdentity, is_not_looked_for_in_versions_that_have_none) {
  RPC_SECURITY_QOS_V5_A qos = quality(RPC_C_SECURITY_QOS_VERSION_2);
  qos.Capabilities = 0;
  qos.Sid = &qos;
  qos.ServerSecurityDescriptor = &qos;
  Binding binding(VaultServer::get().tcp);
  EXPECT_EQ(set(binding, qos), RPC_S_OK);
}

}  // namespace
