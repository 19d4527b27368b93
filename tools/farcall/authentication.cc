#include "authentication.h"

#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcasync.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>

#include "names.h"

namespace farcall::tool {
namespace {

struct Word {
  const char* text;
  ULONG value;
};
constexpr Word k_mechanisms[] = {{"ntlm", RPC_C_AUTHN_WINNT},
                                 {"kerberos", RPC_C_AUTHN_GSS_KERBEROS},
                                 {"negotiate", RPC_C_AUTHN_GSS_NEGOTIATE}};
constexpr Word k_levels[] = {{"connect", RPC_C_AUTHN_LEVEL_CONNECT},
                             {"pkt", RPC_C_AUTHN_LEVEL_PKT},
                             {"integrity", RPC_C_AUTHN_LEVEL_PKT_INTEGRITY},
                             {"privacy", RPC_C_AUTHN_LEVEL_PKT_PRIVACY}};

template <class Words>
const Word* find(const Words& words, const std::string& text) {
  const auto* const found = std::find_if(std::begin(words), std::end(words),
                                         [&](const Word& word) { return text == word.text; });
  return found == std::end(words) ? nullptr : found;
}

RPC_CSTR c_text(std::string& text) {
  return text.empty() ? nullptr : reinterpret_cast<RPC_CSTR>(text.data());
}

constexpr ULONG k_security = 3;  // GeneratingComponent

// What the mechanism here, or anybody at the server, has to say about the last status of this thread. (What our own
// run-time says is which address it was.)
std::string told() {
  RPC_ERROR_ENUM_HANDLE errors{};
  if (RpcErrorStartEnumeration(&errors) != RPC_S_OK) return {};
  std::string all;
  RPC_EXTENDED_ERROR_INFO record{};
  for (record.Version = RPC_EEINFO_VERSION;
       RpcErrorGetNextRecord(&errors, FALSE, &record) == RPC_S_OK;
       record.Version = RPC_EEINFO_VERSION) {
    const bool counts = record.GeneratingComponent == k_security ||
                        record.ProcessID != static_cast<ULONG>(getpid());
    for (int i = 0; counts && i < record.NumberOfParameters; ++i) {
      const RPC_EE_INFO_PARAM& parameter = record.Parameters[i];
      std::string text;
      if (parameter.ParameterType == eeptAnsiString) text = parameter.u.AnsiString;
      if (parameter.ParameterType == eeptUnicodeString)
        for (const WCHAR* at = parameter.u.UnicodeString; *at; ++at)
          text += *at < 128 ? static_cast<char>(*at) : '?';
      if (!text.empty()) all += (all.empty() ? "" : "; ") + text;
    }
    record = {};
  }
  RpcErrorEndEnumeration(&errors);
  return all;
}

// Of the settings, before anything is sent.
std::string why_not_set(RPC_STATUS status, const AuthenticationRequest& request) {
  switch (status) {
    case RPC_S_UNKNOWN_AUTHN_SERVICE:
      return "this computer does not have " + request.mechanism +
             ", or FARCALL_SECURITY forbids it (without --spn, negotiate is NTLM and needs "
             "ntlm=on)";
    case RPC_S_UNSUPPORTED_AUTHN_LEVEL:
      return "FARCALL_SECURITY forbids level " + request.level + " on this computer";
    default:
      return fault_text(static_cast<uint32_t>(status));
  }
}

// Of the call, where nobody has said more than its status.
std::string why_refused(RPC_STATUS status, const AuthenticationRequest& request) {
  switch (status) {
    case RPC_S_UNKNOWN_AUTHN_SERVICE:
      return "mechanism refused: the server has not registered " + request.mechanism;
    case RPC_S_ACCESS_DENIED:
    case RPC_S_SEC_PKG_ERROR:
      if (request.mechanism == "ntlm")
        return "the server refuses the log-on: it does not know the user or the password, or wants "
               "another level than " +
               request.level;
      return "the server refuses the ticket: its keytab has no key of " + request.principal +
             ", or an old one, or its clock differs, or it wants another level than " +
             request.level + "; its log says which";
    default:
      return fault_text(static_cast<uint32_t>(status));
  }
}

}  // namespace

std::string check(const AuthenticationRequest& request) {
  if (!find(k_mechanisms, request.mechanism)) return "--auth is ntlm, kerberos or negotiate";
  if (!find(k_levels, request.level)) return "--level is connect, pkt, integrity or privacy";
  if (request.mechanism == "kerberos" && request.principal.empty())
    return "--auth kerberos needs --spn SERVICE/HOST, the server's principal";
  return {};
}

bool authenticate(const std::string& binding, const AuthenticationRequest& request,
                  std::string& sentence) {
  std::string text = binding;
  std::string principal = request.principal;
  handle_t handle = nullptr;
  RPC_STATUS status = RpcBindingFromStringBindingA(c_text(text), &handle);
  if (status != RPC_S_OK) {
    sentence = fault_text(static_cast<uint32_t>(status));
    return false;
  }
  status = RpcBindingSetAuthInfoA(handle, c_text(principal), find(k_levels, request.level)->value,
                                  find(k_mechanisms, request.mechanism)->value, nullptr,
                                  RPC_C_AUTHZ_NONE);
  if (status != RPC_S_OK) {
    sentence = why_not_set(status, request);
  } else {
    status = RpcMgmtIsServerListening(handle);
    // A server that does not listen has answered all the same.
    if (status == RPC_S_NOT_LISTENING) status = RPC_S_OK;
    if (status != RPC_S_OK) sentence = told();
    if (status != RPC_S_OK && sentence.empty()) sentence = why_refused(status, request);
  }
  if (status == RPC_S_OK) sentence = request.mechanism + ", level " + request.level;
  RpcBindingFree(&handle);
  return status == RPC_S_OK;
}

}  // namespace farcall::tool
