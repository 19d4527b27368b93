// The words of FARCALL_SECURITY, and FIPS mode.
#include "security/policy.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "base/log.h"

namespace farcall::security {
namespace {

struct Word {
  std::string_view text;
  void (*apply)(Policy&);
};

// Who says a level says it for everyone.
void set_level(Policy& policy, uint8_t level) {
  policy.minimum_level = policy.remote_level = level;
}

constexpr Word k_words[] = {
    {"ntlm=off", [](Policy& policy) { policy.ntlm = NtlmUse::off; }},
    {"ntlm=named", [](Policy& policy) { policy.ntlm = NtlmUse::named; }},
    {"ntlm=on", [](Policy& policy) { policy.ntlm = NtlmUse::on; }},
    {"rc4=off", [](Policy& policy) { policy.rc4 = false; }},
    {"rc4=on", [](Policy& policy) { policy.rc4 = true; }},
    {"level=connect", [](Policy& policy) { set_level(policy, 2); }},
    {"level=pkt", [](Policy& policy) { set_level(policy, 4); }},
    {"level=integrity", [](Policy& policy) { set_level(policy, 5); }},
    {"level=privacy", [](Policy& policy) { set_level(policy, 6); }},
    {"headers=off", [](Policy& policy) { policy.header_signing = false; }},
    {"mutual=required", [](Policy& policy) { policy.mutual = true; }},
    {"mutual=offered", [](Policy& policy) { policy.mutual = false; }},
    {"headers=on", [](Policy& policy) { policy.header_signing = true; }},
    {"ciphers=own", [](Policy& policy) { policy.library_ciphers = false; }},
    {"ciphers=library", [](Policy& policy) { policy.library_ciphers = true; }},
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

bool apply_words(Policy& policy, std::string_view words) {
  while (!words.empty()) {
    const size_t comma = words.find(',');
    const std::string_view word = words.substr(0, comma);
    words.remove_prefix(comma == words.npos ? words.size() : comma + 1);
    if (!apply(policy, word)) return false;
  }
  return true;
}

// What the process is asked for once.
struct Administration {
  std::string words;
  bool fips;
  std::atomic<Policy> policy;

  Administration() : fips(fips_mode()) {
    if (const char* const text = std::getenv("FARCALL_SECURITY")) words = text;
    policy = *Policy::compose({}, words, fips);
  }
};

Administration& administration() {
  static auto* const the_one = new Administration;  // threads may outlive main()
  return *the_one;
}

}  // namespace

Result<Policy> Policy::from_words(std::string_view words) {
  Policy policy;
  if (!apply_words(policy, words)) return Status{RPC_S_INVALID_ARG};
  return policy;
}

Result<Policy> Policy::compose(std::string_view program, std::string_view administrator,
                               bool fips) {
  RPC_TRY(Policy policy, from_words(program));
  if (!apply_words(policy, administrator)) {
    log(Level::error, "security.policy",
        "FARCALL_SECURITY has a word that is not known: NTLM, RC4 and levels below privacy are "
        "off");
    policy = Policy{NtlmUse::off, false, 6, 6};
  }
  if (fips) {
    policy.ntlm = NtlmUse::off;
    policy.rc4 = false;
    policy.library_ciphers = true;
  }
  return policy;
}

Policy Policy::of_process() {
  static_assert(std::atomic<Policy>::is_always_lock_free);
  return administration().policy.load(std::memory_order_relaxed);
}

Result<void> Policy::set_program_words(std::string_view words) {
  Administration& known = administration();
  RPC_TRY(const Policy made, compose(words, known.words, known.fips));
  known.policy.store(made, std::memory_order_relaxed);
  return {};
}

}  // namespace farcall::security
