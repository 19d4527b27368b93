// ClientSecurity: the security contexts of an association on the client, one for each initiator
// whose calls it carries ([MS-RPCE] 3.3.1.5.2, auth_context_id).
//
// Values without I/O; the association drives them (client_security.cc). An initiator is known by
// its address and outlives the association.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "protocol/client_security_states.h"
#include "security/provider.h"
#include "wire/verification_trailer.h"

namespace farcall::protocol {

struct PresentationContext;

struct ClientSecurityContext {
  security::Initiator* initiator = nullptr;
  std::shared_ptr<security::SecurityContext> context;
  ClientSecurityState state = ClientSecurityState::fresh;
  std::vector<uint8_t> token;          // to be sent
  bool begun = false;                  // a token has been sent
  bool offers_header_signing = false;  // in the PDU of its first token
  // What a verification trailer needs not say again: the server has answered a request that did.
  bool bitmask_verified = false;
  bool presentation_verified = false;
  uint16_t verified_presentation = 0;
  bool answered_last_token = true;  // false after an auth3, until the server answers a request

  [[nodiscard]] bool has_token() const {
    return state == ClientSecurityState::token || state == ClientSecurityState::last_token;
  }
  [[nodiscard]] bool ready() const { return state == ClientSecurityState::ready; }
  // Of NTLM and Kerberos the last token travels in auth3; SPNEGO's server answers it.
  [[nodiscard]] bool ends_with_auth3() const {
    return state == ClientSecurityState::last_token &&
           context->trailer().auth_type != security::k_spnego;
  }
  [[nodiscard]] bool matches(const wire::AuthTrailer& trailer) const {
    const wire::AuthTrailer ours = context->trailer();
    return trailer.auth_type == ours.auth_type && trailer.auth_level == ours.auth_level &&
           trailer.auth_context_id == ours.auth_context_id;
  }
  // What a request of `presentation` has to repeat under protection ([MS-RPCE] 2.2.2.13). Observed:
  // Windows and Samba; the header only when it is not signed.
  [[nodiscard]] wire::VerificationTrailer trailer_for(
      const PresentationContext& presentation, const wire::VerificationTrailer::Header& header,
      bool headers_signed) const;
  void verified(uint16_t presentation_id) {
    bitmask_verified = presentation_verified = answered_last_token = true;
    verified_presentation = presentation_id;
  }
};

class ClientSecurity {
 public:
  // The one of `initiator`; made when it is not there. RPC_S_OUT_OF_MEMORY, or what the initiator
  // says.
  Result<ClientSecurityContext&> of(security::Initiator& initiator);
  // nullptr: nothing of this initiator, or none with this id.
  [[nodiscard]] ClientSecurityContext* find(const security::Initiator* initiator);
  [[nodiscard]] ClientSecurityContext* find(uint32_t auth_context_id);
  void sign_headers(bool negotiated);

 private:
  std::vector<std::unique_ptr<ClientSecurityContext>> contexts_;
};

}  // namespace farcall::protocol
