// Runs the script, and takes its environment over.
#include "security/support/realm.h"

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string_view>

namespace farcall::test {
namespace {

constexpr const char* k_script = FARCALL_SOURCE_DIR "/tests/security/support/realm.sh";

// Lines of NAME=value become the environment. False: the command failed.
bool take_environment(const std::string& command) {
  std::FILE* const lines = popen(command.c_str(), "re");
  if (!lines) return false;
  char line[512];
  while (std::fgets(line, sizeof line, lines)) {
    const std::string_view text(line);
    const size_t equals = text.find('=');
    const size_t end = text.find('\n');
    if (equals == text.npos || end == text.npos) continue;
    setenv(std::string(text.substr(0, equals)).c_str(),
           std::string(text.substr(equals + 1, end - equals - 1)).c_str(), 1);
  }
  return pclose(lines) == 0;
}

}  // namespace

const Realm& Realm::get() {
  static const Realm realm;
  return realm;
}

Realm::Realm() {
  char name[] = "/tmp/farcall-realm-XXXXXX";
  if (!mkdtemp(name)) std::abort();
  directory_ = name;
  if (take_environment(std::string(k_script) + " start " + directory_)) return;
  std::fprintf(stderr, "the realm for tests does not start\n");
  std::exit(1);
}

Realm::~Realm() {
  (void)std::system((std::string(k_script) + " stop " + directory_).c_str());
}

}  // namespace farcall::test
