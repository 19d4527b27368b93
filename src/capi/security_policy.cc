// FarcallSetSecurityPolicy: what the program forbids or allows, beside the administrator.
#include <farcall/farcall.h>

#include "capi/guard.h"
#include "runtime/client/auth_info.h"

using namespace farcall;

extern "C" int32_t FarcallSetSecurityPolicy(const char* words) {
  return capi::guard([&] { return security::Policy::set_program_words(words ? words : ""); });
}
