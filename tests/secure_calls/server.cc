// The managers of vault.idl.
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <thread>
#include <utility>

#include "fixture.h"
#include "later_pipe.h"
#include "security/support/realm.h"

using namespace farcall::test;  // NOLINT: tests only

namespace {

VaultServer start() {
  (void)Realm::get();
  EXPECT_EQ(RpcServerRegisterAuthInfoA(nullptr, RPC_C_AUTHN_WINNT, nullptr, nullptr), RPC_S_OK);
  std::string principal = k_principal;
  for (const ULONG service : {ULONG{RPC_C_AUTHN_GSS_KERBEROS}, ULONG{RPC_C_AUTHN_GSS_NEGOTIATE}}) {
    EXPECT_EQ(RpcServerRegisterAuthInfoA(reinterpret_cast<RPC_CSTR>(principal.data()), service,
                                         nullptr, nullptr),
              RPC_S_OK);
  }
  const std::vector<std::string> bindings =
      serve({vault_v1_0_s_ifspec}, {"ncacn_ip_tcp", "ncalrpc"});
  return {bindings.at(0), bindings.at(1)};
}

std::function<long(handle_t)> g_manager;

// What a manager answers of its caller.
long security_of_caller(handle_t call = nullptr) {
  ULONG level = 0;
  ULONG service = 0;
  const RPC_STATUS status =
      RpcBindingInqAuthClientA(call, nullptr, nullptr, &level, &service, nullptr);
  return status == RPC_S_OK ? static_cast<long>(100 * level + service) : -long{status};
}

long error_of_opening(const char* path) {
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return errno;
  close(file);
  return 0;
}

}  // namespace

const VaultServer& VaultServer::get() {
  static const VaultServer server = start();
  return server;
}

Binding::Binding(const std::string& text) {
  handle_ = binding_from(text);
}

void Binding::authenticate(const Mechanism& mechanism, ULONG level) {
  std::string principal = k_principal;
  EXPECT_EQ(
      RpcBindingSetAuthInfoA(
          handle_, mechanism.kerberos ? reinterpret_cast<RPC_CSTR>(principal.data()) : nullptr,
          level, mechanism.service, nullptr, RPC_C_AUTHZ_NONE),
      RPC_S_OK)
      << mechanism.name;
}

void manager_does(std::function<long(handle_t)> what) {
  g_manager = std::move(what);
}

std::vector<byte> pattern(size_t size, size_t seed) {
  std::vector<byte> bytes(size);
  for (size_t i = 0; i < size; ++i) bytes[i] = static_cast<byte>(i * 31 + i / 977 + seed);
  return bytes;
}

extern "C" {

long s_Echo(handle_t, unsigned long size, byte* data, byte* back) {
  std::copy_n(data, size, back);
  return security_of_caller();
}

void s_EchoLater(PRPC_ASYNC_STATE async, handle_t, unsigned long size, byte* data, byte* back) {
  std::copy_n(data, size, back);
  long answer = security_of_caller();
  EXPECT_EQ(RpcAsyncCompleteCall(async, &answer), RPC_S_OK);
}

long s_Deposit(handle_t, BYTES data, hyper* sum) {
  std::vector<byte> some(10'000);
  unsigned long number = 0;
  *sum = 1;
  do {
    data.pull(data.state, some.data(), some.size(), &number);
    *sum = mix(*sum, some.data(), number);
  } while (number != 0);
  return security_of_caller();
}

long s_Withdraw(handle_t, unsigned long size, BYTES* data, hyper* sum) {
  std::vector<byte> all = pattern(size, 7);
  *sum = mix(1, all.data(), all.size());
  for (size_t at = 0; at < all.size(); at += 10'000)
    data->push(data->state, all.data() + at, std::min<size_t>(10'000, all.size() - at));
  data->push(data->state, nullptr, 0);
  return security_of_caller();
}

void s_DepositLater(PRPC_ASYNC_STATE async, handle_t, ASYNC_BYTES* data, hyper* sum) {
  std::thread([=, answer = security_of_caller()]() mutable {
    std::vector<byte> all;
    RPC_STATUS status = RPC_S_OK;
    {
      const LaterPipe pipe(*async);
      status = pipe.pull(*data, all);
    }
    EXPECT_EQ(status, RPC_S_OK);
    if (status != RPC_S_OK) return;
    *sum = mix(1, all.data(), all.size());
    EXPECT_EQ(RpcAsyncCompleteCall(async, &answer), RPC_S_OK);
  }).detach();
}

void s_WithdrawLater(PRPC_ASYNC_STATE async, handle_t, unsigned long size, ASYNC_BYTES* data,
                     hyper* sum) {
  std::thread([=, answer = security_of_caller()]() mutable {
    const std::vector<byte> all = pattern(size, 7);
    RPC_STATUS status = RPC_S_OK;
    {
      const LaterPipe pipe(*async);
      status = pipe.push(*data, all);
    }
    EXPECT_EQ(status, RPC_S_OK);
    if (status != RPC_S_OK) return;
    *sum = mix(1, all.data(), all.size());
    EXPECT_EQ(RpcAsyncCompleteCall(async, &answer), RPC_S_OK);
  }).detach();
}

long s_Reach(handle_t call, long impersonate, const char* path, long* error) {
  RPC_STATUS status = RPC_S_OK;
  if (impersonate != 2) {
    if (impersonate) status = RpcImpersonateClient(nullptr);
    *error = error_of_opening(path);
    return status;
  }
  std::thread([&] {
    EXPECT_EQ(RpcImpersonateClient(nullptr), RPC_S_NO_CALL_ACTIVE);
    status = RpcImpersonateClient(call);
    *error = error_of_opening(path);
    EXPECT_EQ(RpcRevertToSelfEx(call), RPC_S_OK);
    EXPECT_EQ(error_of_opening(path), 0) << "the server itself may";
  }).join();
  return status;
}

void s_WhoLater(PRPC_ASYNC_STATE async, handle_t, char name[256], long* without,
                long* impersonated) {
  std::thread([=] {
    handle_t call = RpcAsyncGetCallHandle(async);
    *without = RpcBindingInqAuthClientA(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr);
    *impersonated = RpcImpersonateClient(call);
    EXPECT_EQ(RpcRevertToSelfEx(call), RPC_S_OK);
    name[0] = '\0';
    RPC_CALL_ATTRIBUTES_V2_A attributes{};
    attributes.Version = 2;
    attributes.Flags = RPC_QUERY_CLIENT_PRINCIPAL_NAME;
    attributes.ClientPrincipalName = reinterpret_cast<unsigned char*>(name);
    attributes.ClientPrincipalNameBufferLength = 256;
    EXPECT_EQ(RpcServerInqCallAttributesA(nullptr, &attributes), RPC_S_NO_CALL_ACTIVE);
    EXPECT_EQ(RpcServerInqCallAttributesA(call, &attributes), RPC_S_OK);
    long answer = security_of_caller(call);
    EXPECT_EQ(100 * attributes.AuthenticationLevel + attributes.AuthenticationService,
              static_cast<ULONG>(answer));
    EXPECT_EQ(RpcAsyncCompleteCall(async, &answer), RPC_S_OK);
  }).detach();
}

long s_Ask(handle_t h) {
  return g_manager(h);
}

long s_Who(handle_t, char name[256], char principal[256]) {
  name[0] = principal[0] = '\0';
  RPC_CALL_ATTRIBUTES_V1_A attributes{};
  attributes.Version = 1;
  attributes.Flags = RPC_QUERY_CLIENT_PRINCIPAL_NAME | RPC_QUERY_SERVER_PRINCIPAL_NAME;
  attributes.ClientPrincipalName = reinterpret_cast<unsigned char*>(name);
  attributes.ClientPrincipalNameBufferLength = 256;
  attributes.ServerPrincipalName = reinterpret_cast<unsigned char*>(principal);
  attributes.ServerPrincipalNameBufferLength = 256;
  return RpcServerInqCallAttributesA(nullptr, &attributes);
}

}  // extern "C"
