// How Farcall's benchmark programs give up: with the call that failed and the status's text.
#pragma once

#include <rpc.h>

#include <string>

#include "harness/die.h"

namespace bench {

inline void check(const char* what, RPC_STATUS status) {
  if (status == RPC_S_OK) return;
  unsigned char text[DCE_C_ERROR_STRING_LEN] = "";
  DceErrorInqTextA(status, text);
  die(std::string(what) + ": " + std::to_string(status) + " " +
      reinterpret_cast<const char*>(text));
}

}  // namespace bench
