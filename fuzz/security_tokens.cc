// Everything of ours that reads what a peer sends before it has proved anything, or what a ticket
// carries: the walk over SPNEGO, the NTLM guard, the PAC. The first byte chooses.
#include "security/ntlm/guard.h"
#include "security/ntlm/spnego_token.h"
#include "security/pac.h"

namespace {

using farcall::Bytes;

// What the guard admits stays as it was, but for the room behind a NEGOTIATE.
void check_guard(Bytes token, bool in_spnego) {
  farcall::security::ntlm::TokenGuard guard{in_spnego};
  const auto admitted = guard.admit(token);
  if (!admitted) return;
  if (admitted->size() < token.size() || !std::equal(token.begin(), token.end(), admitted->begin()))
    __builtin_trap();
  (void)guard.sent(token);
}

// What the walk finds lies in the token.
void check_spnego(Bytes token) {
  const auto read = farcall::security::ntlm::read_spnego_token(token);
  if (!read || !read->mechanism_token) return;
  const Bytes inner = *read->mechanism_token;
  if (inner.data() < token.data() || inner.data() + inner.size() > token.data() + token.size())
    __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const Bytes token{data + 1, size - 1};
  switch (data[0] % 5) {
    case 0:
      check_guard(token, false);
      break;
    case 1:
      check_guard(token, true);
      break;
    case 2:
      check_spnego(token);
      break;
    case 3:
      (void)farcall::security::read_logon_info(token);
      break;
    default:
      (void)farcall::security::ntlm::is_sound_authenticate(token, data[0] & 0x80);
      break;
  }
  return 0;
}
