// RpcStringFree: gives back what the library gave out as text.
#include <farcall/sdk/rpc.h>

#include "capi/guard.h"
#include "capi/text.h"

using namespace farcall;

namespace {
template <class Unit>
RPC_STATUS free_string(Unit** text) {
  if (!text) return RPC_S_INVALID_ARG;
  capi::free_text(text);
  return RPC_S_OK;
}
}  // namespace

extern "C" {

RPC_STATUS RPC_ENTRY RpcStringFreeA(RPC_CSTR* String) {
  return free_string(String);
}

RPC_STATUS RPC_ENTRY RpcStringFreeW(RPC_WSTR* String) {
  return free_string(String);
}

}  // extern "C"
