// A realm for tests in this process: the KDC, users and keys of realm.sh, and the environment that
// makes the libraries use them. Start it before anything of GSSAPI.
#pragma once

#include <string>

namespace farcall::test {

class Realm {
 public:
  // The process's, started when it is first asked for and ended when the process ends. Ends the
  // process when it cannot be started.
  static const Realm& get();

  Realm();
  Realm(const Realm&) = delete;
  Realm& operator=(const Realm&) = delete;
  ~Realm();

  // A file of the realm: service.keytab, alice.keytab, tickets, users.
  [[nodiscard]] std::string file(const std::string& name) const { return directory_ + '/' + name; }

 private:
  std::string directory_;
};

}  // namespace farcall::test
