// The accepting side of NTLM with the real plugin behind the guard: our own client's tokens, damaged
// on the way, bare and inside SPNEGO. Input: one byte of choices, then two bytes of position and one
// to change there, again and again; a position behind the token cuts it.
#include <sanitizer/lsan_interface.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "security/mechanisms.h"

namespace {

using namespace farcall::security;
using ByteVector = std::vector<uint8_t>;

// The plugin's user file, with the hash of `Password`.
void set_environment() {
  static char path[] = "/tmp/farcall-fuzz-users-XXXXXX";
  const int descriptor = mkstemp(path);
  std::FILE* const file = fdopen(descriptor, "w");
  std::fputs(
      "FARCALL\\alice:1:00000000000000000000000000000000:"
      "A4F49C406510BDCAB6824EE7C30FD852:[U          ]:LCT-0:\n",
      file);
  std::fclose(file);
  std::atexit([] { std::remove(path); });
  setenv("NTLM_USER_FILE", path, 1);
  setenv("NETBIOS_COMPUTER_NAME", "SERVER", 1);
  setenv("NETBIOS_DOMAIN_NAME", "FARCALL", 1);
}

struct Sides {
  std::shared_ptr<Initiator> client;
  std::shared_ptr<Acceptor> server;
};

Sides make(uint8_t auth_type, uint8_t level) {
  ClientTerms client;
  client.auth_level = level;
  client.ntlm = true;
  client.identity = {"alice", "FARCALL", {}, Secret("A4F49C406510BDCAB6824EE7C30FD852"), {}};
  ServerTerms server;
  server.ntlm = true;
  Provider& provider = *find_provider(auth_type);
  return {*provider.initiator(client), *provider.acceptor(server)};
}

ByteVector damaged(ByteVector token, const uint8_t* data, size_t size) {
  for (; size >= 3 && !token.empty(); data += 3, size -= 3) {
    const size_t at = data[0] | size_t{data[1]} << 8;
    if (at < token.size())
      token[at] ^= data[2];
    else if (at >= 0xff00)
      token.resize(token.size() - data[2] % token.size());
  }
  return token;
}

void exchange(uint8_t choices, const uint8_t* changes, size_t size) {
  static const Sides sides[] = {make(k_ntlm, k_level_privacy), make(k_spnego, k_level_privacy),
                                make(k_ntlm, k_level_connect), make(k_spnego, k_level_connect)};
  const Sides& used = sides[choices % 4];
  const bool first = choices & 0x80;  // the first token is damaged too
  const auto client = used.client->initiate(1).value();
  const auto server = used.server->accept(client->trailer()).value();
  auto ours = client->step({});
  if (!ours) std::abort();
  const auto theirs = server->step(first ? damaged(ours->token, changes, size) : ours->token);
  if (!theirs) return;
  ours = client->step(theirs->token);
  if (ours) (void)server->step(damaged(ours->token, changes, size));
}

}  // namespace

// The plugin leaks a little for each credential; those are made once, here.
extern "C" int LLVMFuzzerInitialize(int*, char***) {
  set_environment();
  const __lsan::ScopedDisabler quiet;
  for (uint8_t choices = 0; choices < 4; ++choices) exchange(choices, nullptr, 0);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size) exchange(data[0], data + 1, size - 1);
  return 0;
}
