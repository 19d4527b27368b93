// GssContext: a security context that is made by a handshake with the GSSAPI library, on either
// side, and then protects with the library (Kerberos) or by itself (NTLM).
#pragma once

#include "security/gss/handshake.h"
#include "security/protection.h"

namespace farcall::security::gss {

// What must hold once the handshake is complete.
struct Requirements {
  Policy policy;
  bool mutual = false;    // the server's name was proved
  std::string principal;  // on the server: the client must have meant it; empty: any
};

class GssContext final : public SecurityContext {
 public:
  GssContext(std::unique_ptr<Handshake> handshake, const wire::AuthTrailer& trailer,
             Requirements requirements);

  Result<Step> step(Bytes token) override;
  [[nodiscard]] const std::string& failure() const override { return failure_.text; }
  void sign_headers(bool negotiated) override { sign_headers_ = negotiated; }
  [[nodiscard]] Sizes sizes() const override;
  [[nodiscard]] const Facts& facts() const override { return facts_; }
  [[nodiscard]] wire::AuthTrailer trailer() const override { return trailer_; }
  Result<void> protect(const OutgoingPdu& pdu) override;
  Result<ClearStub> unprotect(const IncomingPdu& pdu, BufferPool& buffers) override;

 private:
  enum class State : uint8_t { handshake, complete, dead };

  bool finish();
  bool meets_requirements(uint8_t enctype);
  bool fail(Failure failure);
  Status die(int32_t status, const char* text);
  [[nodiscard]] bool protects() const { return trailer_.auth_level > k_level_connect; }
  [[nodiscard]] bool seals() const { return trailer_.auth_level == k_level_privacy; }
  [[nodiscard]] bool is_ours(const wire::CutPdu& cut) const;

  std::unique_ptr<Handshake> handshake_;  // until it is complete
  std::unique_ptr<Protection> protection_;
  wire::AuthTrailer trailer_;
  Requirements requirements_;
  Facts facts_;
  Failure failure_{RPC_S_OK, {}};
  State state_ = State::handshake;
  bool sign_headers_ = false;
  uint8_t peer_signatures_ = 0;  // that SPNEGO has had of the peer: they have numbers too
};

}  // namespace farcall::security::gss
