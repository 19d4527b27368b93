// ServerSecurity: the security contexts of an association on the server, told apart by their
// auth_context_id ([MS-RPCE] 3.3.1.5.2).
//
// Values without I/O; the association drives them (server_security.cc). They are kept as long as
// the association, so that what a call knows of its caller stays valid.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "protocol/server_security_states.h"
#include "security/provider.h"

namespace farcall::protocol {

struct ServerSecurityContext {
  std::shared_ptr<security::SecurityContext> context;
  uint32_t auth_context_id = 0;
  uint8_t auth_type = 0;
  uint8_t auth_level = 0;
  ServerSecurityState state = ServerSecurityState::fresh;

  [[nodiscard]] bool matches(const wire::AuthTrailer& trailer) const {
    return trailer.auth_type == auth_type && trailer.auth_level == auth_level &&
           trailer.auth_context_id == auth_context_id;
  }
  [[nodiscard]] bool unfinished() const {
    return state != ServerSecurityState::ready && state != ServerSecurityState::dead;
  }
  // False: there is no row, nothing has changed.
  bool move(ServerSecurityEvent event) { return step(state, k_server_security, event); }
};

class ServerSecurity {
 public:
  // What names a context in a call: its number, 0 for none.
  using Index = uint16_t;
  static constexpr Index k_none = 0;

  [[nodiscard]] Index find(uint32_t auth_context_id) const;
  // `index` is not k_none.
  [[nodiscard]] ServerSecurityContext& at(Index index) { return contexts_[index - 1]; }
  [[nodiscard]] const ServerSecurityContext& at(Index index) const { return contexts_[index - 1]; }
  // k_none when memory is out.
  [[nodiscard]] Index add(const wire::AuthTrailer& first,
                          std::unique_ptr<security::SecurityContext> context);
  [[nodiscard]] size_t size() const { return contexts_.size(); }
  [[nodiscard]] size_t unfinished() const;
  void sign_headers(bool negotiated);

 private:
  std::vector<ServerSecurityContext> contexts_;
};

}  // namespace farcall::protocol
