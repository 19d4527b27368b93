// The server of vault.idl with Kerberos, NTLM and SPNEGO in the realm of the tests, and bindings to it.
#pragma once

#include <gtest/gtest.h>
#include <windows.h>

#include <functional>
#include <string>
#include <vector>

#include "public_api.h"
#include "vault.h"

inline constexpr char k_principal[] = "rpc/server.farcall.test";

struct Mechanism {
  const char* name;
  ULONG service;
  bool kerberos;
};
inline constexpr Mechanism k_mechanisms[] = {{"NTLM", RPC_C_AUTHN_WINNT, false},
                                             {"Kerberos", RPC_C_AUTHN_GSS_KERBEROS, true},
                                             {"SPNEGO_NTLM", RPC_C_AUTHN_GSS_NEGOTIATE, false},
                                             {"SPNEGO_Kerberos", RPC_C_AUTHN_GSS_NEGOTIATE, true}};

// Starts the realm and the server when first asked; both live as long as the process.
struct VaultServer {
  static const VaultServer& get();
  std::string tcp, local;  // string bindings
};

// A binding that is freed with it.
class Binding {
 public:
  explicit Binding(const std::string& text);
  Binding(const Binding&) = delete;
  Binding& operator=(const Binding&) = delete;
  ~Binding() { RpcBindingFree(&handle_); }

  operator handle_t() const { return handle_; }  // NOLINT: reads like the C programs
  // As alice, who is the process's default identity.
  void authenticate(const Mechanism& mechanism, ULONG level);

 private:
  handle_t handle_ = nullptr;
};

// What the next Ask() does with its handle; the result is the call's.
void manager_does(std::function<long(handle_t call)> what);

using farcall::test::raised_by;

std::vector<byte> pattern(size_t size, size_t seed);

inline hyper mix(hyper sum, const byte* data, size_t size) {
  auto bits = static_cast<uint64_t>(sum);
  for (size_t i = 0; i < size; ++i) bits = (bits ^ data[i]) * 0x100000001b3u;
  return static_cast<hyper>(bits);
}
