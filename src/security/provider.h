// Provider and SecurityContext: what an association knows of an authentication mechanism
// ([MS-RPCE] 2.2.2.11–13, 3.3.1.5.2; C706 chapter 13).
//
// 1. A context carries its association's handshake and then protects its PDUs. One association may
//    have several, told apart by auth_context_id; every one has the `none` context from the start.
// 2. step() may block (KDC, keytab, user file): an association never calls it. It hands the token
//    to its owner, who runs step() where it may block and brings the result back as an event; until
//    then nothing else of that context is called.
// 3. protect() and unprotect() are immediate, on the association's driver, in the order in which
//    the PDUs stand on the wire. After one failure the context is dead.
// 4. Contexts die on any thread, but not while a step runs: who runs it holds the context.
// 5. Sizes are constant once the handshake is complete, so lengths are final before anything is
//    signed.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/result.h"
#include "security/facts.h"
#include "security/terms.h"
#include "wire/auth_trailer.h"

namespace farcall::security {

inline constexpr size_t k_max_auth_length = 256;

// What protection adds to each fragment.
struct Sizes {
  uint16_t auth_length = 0;   // of the token, at most k_max_auth_length; 0: no trailer at all
  uint8_t stub_multiple = 8;  // stub data is padded to it; all fragments but the last carry it
};

// A PDU to be sent. `stub` and `pad` are what is sealed, in place; header and trailer are only
// signed. Lengths and trailer are final, the token's place is to be filled.
struct OutgoingPdu {
  Bytes header;
  MutableBytes stub;
  MutableBytes pad;
  Bytes sec_trailer;
  MutableBytes auth_value;
};

// A PDU that was received, whole and in pieces: header is everything in front of the stub data.
struct IncomingPdu {
  Bytes pdu;
  Bytes header;
  wire::CutPdu cut;
};

// Verified stub data without its pad. It lies in the PDU, or in `owner` when it had to be unsealed.
struct ClearStub {
  Bytes stub;
  BufferRef owner;
};

// How a token travels ([MS-RPCE] 3.3.1.5.2.1, Observed: Samba): the client's first in bind or
// alter_context, `more` in alter_context; the last, of `complete`, in auth3 for NTLM and Kerberos,
// in alter_context for SPNEGO, whose server answers. What that answer carries is dropped.
enum class Leg : uint8_t {
  more,     // send the token and wait for the peer's
  complete  // the token, if there is one, is the last of ours
};

struct Step {
  Leg leg = Leg::complete;
  std::vector<uint8_t> token;
};

class SecurityContext {
 public:
  virtual ~SecurityContext() = default;

  // The peer's token, empty for the first step of a client. RPC_S_ACCESS_DENIED: the peer or we
  // were refused; RPC_S_UNKNOWN_PRINCIPAL: nobody knows the server's name; RPC_S_SEC_PKG_ERROR:
  // anything else of the mechanism. The context is dead then and failure() says why.
  virtual Result<Step> step(Bytes token) = 0;
  // One sentence with the remedy, without secrets; empty while nothing has failed.
  [[nodiscard]] virtual const std::string& failure() const = 0;

  // Whether both sides have set PFC_SUPPORT_HEADER_SIGN; settled before anything is protected
  // ([MS-RPCE] 2.2.2.3). NTLM signs headers in any case.
  virtual void sign_headers(bool negotiated) = 0;

  // From here on: after the handshake is complete.
  [[nodiscard]] virtual Sizes sizes() const = 0;
  [[nodiscard]] virtual const Facts& facts() const = 0;
  virtual Result<void> protect(const OutgoingPdu& pdu) = 0;
  // RPC_S_ACCESS_DENIED: no trailer where there must be one, one where there must be none, or
  // another type, level or context than was agreed. RPC_S_SEC_PKG_ERROR: the token is not right.
  virtual Result<ClearStub> unprotect(const IncomingPdu& pdu, BufferPool& buffers) = 0;

  // Type, level and context id of every trailer, those of the handshake too; at any time.
  [[nodiscard]] virtual wire::AuthTrailer trailer() const = 0;
};

// The client's side: one mechanism, one identity, one target. Makes the contexts of associations,
// on any thread, without blocking. Credentials are fetched in the first step() and kept.
class Initiator {
 public:
  virtual ~Initiator() = default;
  [[nodiscard]] virtual uint8_t auth_type() const = 0;
  [[nodiscard]] virtual uint8_t auth_level() const = 0;
  virtual Result<std::unique_ptr<SecurityContext>> initiate(uint32_t auth_context_id) = 0;
};

// The server's side: one mechanism with the keys of one principal. Likewise.
class Acceptor {
 public:
  virtual ~Acceptor() = default;
  [[nodiscard]] virtual uint8_t auth_type() const = 0;
  // The principal it was made for; empty: any of the keytab.
  [[nodiscard]] virtual const std::string& principal() const = 0;
  // `first`: of the bind or alter_context. RPC_S_UNSUPPORTED_AUTHN_LEVEL: not a level of
  // connections (CALL is none), or one that the policy forbids.
  virtual Result<std::unique_ptr<SecurityContext>> accept(const wire::AuthTrailer& first) = 0;
};

// One mechanism.
class Provider {
 public:
  virtual ~Provider() = default;
  [[nodiscard]] virtual uint8_t auth_type() const = 0;
  // Does not block. RPC_S_UNKNOWN_AUTHN_LEVEL, RPC_S_UNSUPPORTED_AUTHN_LEVEL (policy),
  // RPC_S_UNKNOWN_AUTHN_SERVICE (policy, or not installed), RPC_S_INVALID_AUTH_IDENTITY,
  // RPC_S_CANNOT_SUPPORT (mutual with NTLM).
  virtual Result<std::shared_ptr<Initiator>> initiator(const ClientTerms& terms) = 0;
  // Blocks. RPC_S_UNKNOWN_PRINCIPAL: the keytab has no key for it; RPC_S_UNKNOWN_AUTHN_SERVICE.
  virtual Result<std::shared_ptr<Acceptor>> acceptor(const ServerTerms& terms) = 0;
};

}  // namespace farcall::security
