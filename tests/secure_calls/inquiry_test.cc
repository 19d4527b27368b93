// What a manager may ask about its caller, what anybody may ask about a server's name, and what is refused.
#include <rpcasync.h>

#include "fixture.h"

namespace {

using farcall::test::take;

long ask(handle_t binding, std::function<long(handle_t)> what) {
  manager_does(std::move(what));
  long answer = -1;
  EXPECT_EQ(raised_by([&] { answer = Ask(binding); }), RPC_S_OK);
  return answer;
}

// A name of the caller as the server has it, UTF-16.
std::string privileges_of(handle_t call, ULONG flags) {
  RPC_AUTHZ_HANDLE privileges = nullptr;
  RPC_CSTR principal = nullptr;
  ULONG level = 0;
  ULONG service = 0;
  ULONG authorization = 77;
  EXPECT_EQ(RpcBindingInqAuthClientExA(call, &privileges, &principal, &level, &service,
                                       &authorization, flags),
            RPC_S_OK);
  EXPECT_EQ(level, ULONG{RPC_C_AUTHN_LEVEL_PKT_INTEGRITY});
  EXPECT_EQ(authorization, ULONG{RPC_C_AUTHZ_NONE});
  std::string name;
  for (const auto* at = static_cast<const char16_t*>(privileges); *at; ++at)
    name += static_cast<char>(*at);
  return name + " called " + take(principal);
}

TEST(Inquiry, of_the_client_names_it_and_whom_it_called) {
  for (const Mechanism& mechanism : k_mechanisms) {
    EXPECT_EQ(FarcallSetSecurityPolicy("ntlm=on"), RPC_S_OK);
    Binding binding(VaultServer::get().tcp);
    binding.authenticate(mechanism, RPC_C_AUTHN_LEVEL_PKT_INTEGRITY);
    std::string by_handle;
    std::string by_thread;
    (void)ask(binding, [&](handle_t call) {
      by_handle = privileges_of(call, 0);
      by_thread = privileges_of(nullptr, RPC_C_FULL_CERT_CHAIN);
      return 0L;
    });
    EXPECT_EQ(by_handle, mechanism.kerberos
                             ? "alice@FARCALL.TEST called rpc/server.farcall.test@FARCALL.TEST"
                             : "FARCALL\\alice called ")
        << mechanism.name;
    EXPECT_EQ(by_thread, by_handle);
    EXPECT_EQ(FarcallSetSecurityPolicy(""), RPC_S_OK);
  }
}

TEST(Inquiry, of_an_unauthenticated_client_finds_nobody) {
  Binding binding(VaultServer::get().tcp);
  EXPECT_EQ(ask(binding,
                [](handle_t call) {
                  return long{
                      RpcBindingInqAuthClientA(call, nullptr, nullptr, nullptr, nullptr, nullptr)};
                }),
            RPC_S_BINDING_HAS_NO_AUTH);
}

// An authorization context is an object of Windows': nobody gets one, and nobody is given the server's own rights instead.
TEST(Inquiry, of_an_authorization_context_fails_closed) {
  const auto inquire = [](handle_t call) {
    PVOID context = &context;
    LARGE_INTEGER expiry{};
    const RPC_STATUS status = RpcGetAuthorizationContextForClient(call, TRUE, nullptr, &expiry,
                                                                  LUID{}, 0, nullptr, &context);
    EXPECT_EQ(context, nullptr);
    // Nothing was impersonated, so this reverts nothing.
    EXPECT_EQ(RpcRevertToSelfEx(call), RPC_S_OK);
    return long{status};
  };
  Binding anybody(VaultServer::get().tcp);
  EXPECT_EQ(ask(anybody, inquire), RPC_S_NO_CONTEXT_AVAILABLE);
  for (const Mechanism& mechanism : {k_mechanisms[0], k_mechanisms[1]}) {
    Binding binding(VaultServer::get().tcp);
    binding.authenticate(mechanism, RPC_C_AUTHN_LEVEL_PKT_PRIVACY);
    EXPECT_EQ(ask(binding, inquire), RPC_S_CANNOT_SUPPORT) << mechanism.name;
  }
}

TEST(Inquiry, handles_that_are_no_calls_are_refused_when_reverting) {
  Binding binding(VaultServer::get().tcp);
  EXPECT_EQ(RpcRevertToSelfEx(binding), RPC_S_WRONG_KIND_OF_BINDING);
  EXPECT_EQ(RpcRevertToSelfEx(&binding), RPC_S_INVALID_BINDING);
  EXPECT_EQ(RpcRevertToSelfEx(nullptr), RPC_S_NO_CALL_ACTIVE);
}

// Any client may ask a server for its principal before it authenticates.
TEST(Inquiry, of_the_server_s_principal_is_answered_for_what_it_has_registered) {
  for (const std::string& address : {VaultServer::get().tcp, VaultServer::get().local}) {
    Binding binding(address);
    for (const ULONG service :
         {ULONG{RPC_C_AUTHN_GSS_KERBEROS}, ULONG{RPC_C_AUTHN_GSS_NEGOTIATE}}) {
      RPC_CSTR name = nullptr;
      ASSERT_EQ(RpcMgmtInqServerPrincNameA(binding, service, &name), RPC_S_OK) << service;
      EXPECT_EQ(take(name), k_principal);
      RPC_WSTR wide = nullptr;
      ASSERT_EQ(RpcMgmtInqServerPrincNameW(binding, service, &wide), RPC_S_OK);
      EXPECT_EQ(wide[0], 'r');
      RpcStringFreeW(&wide);
    }
    RPC_CSTR none = nullptr;
    EXPECT_EQ(RpcMgmtInqServerPrincNameA(binding, 77, &none), RPC_S_UNKNOWN_AUTHN_SERVICE);
    EXPECT_EQ(none, nullptr);
  }
}

}  // namespace
