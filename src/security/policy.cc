// The words of FARCALL_SECURITY, and FIPS mode.
#include "security/policy.h"

#include <cstdio>
#include <cstdlib>

#include "base/log.h"

namespace farcall::security {
namespace {

struct Word {
  std::string_view text;
  void (*apply)(Policy&);
};

constexpr Word k_words[] = {
    {"ntlm=off", [](Policy& policy) { policy.ntlm = NtlmUse::off; }},
    {"ntlm=named", [](Policy& policy) { policy.ntlm = NtlmUse::named; }},
    {"ntlm=on", [](Policy& policy) { policy.ntlm = NtlmUse::on; }},
    {"rc4=off", [](Policy& policy) { policy.rc4 = false; }},
    {"rc4=on", [](Policy& policy) { policy.rc4 = true; }},
    {"level=connect", [](Policy& policy) { policy.minimum_level = 2; }},
    {"level=pkt", [](Policy& policy) { policy.minimum_level = 4; }},
    {"level=integrity", [](Policy& policy) { policy.minimum_level = 5; }},
    {"level=privacy", [](Policy& policy) { policy.minimum_level = 6; }},
};

bool apply(Policy& policy, std::string_view text) {
  if (text.empty()) return true;
  for (const Word& word : k_words) {
    if (word.text != text) continue;
    word.apply(policy);
    return true;
  }
  return false;
}

// The kernel's switch is what Debian's and Red Hat's libraries ask too.
bool fips_mode() {
  std::FILE* const file = std::fopen("/proc/sys/crypto/fips_enabled", "re");
  if (!file) return false;
  const int first = std::fgetc(file);
  (void)std::fclose(file);
  return first == '1';
}

Policy read_process_policy() {
  const char* const words = std::getenv("FARCALL_SECURITY");
  const Result<Policy> read = Policy::from_words(words ? words : "");
  if (!read)
    log(Level::error, "security.policy",
        "FARCALL_SECURITY has a word that is not known: NTLM, RC4 and levels below privacy are "
        "off");
  Policy policy = read ? *read : Policy{NtlmUse::off, false, 6};
  if (fips_mode()) {
    policy.ntlm = NtlmUse::off;
    policy.rc4 = false;
  }
  return policy;
}

}  // namespace

Result<Policy> Policy::from_words(std::string_view words) {
  Policy policy;
  while (!words.empty()) {
    const size_t comma = words.find(',');
    const std::string_view word = words.substr(0, comma);
    words.remove_prefix(comma == words.npos ? words.size() : comma + 1);
    if (!apply(policy, word)) return Status{RPC_S_INVALID_ARG};
  }
  return policy;
}

const Policy& Policy::of_process() {
  static const Policy policy = read_process_policy();
  return policy;
}

}  // namespace farcall::security
