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
// 4. Sizes are constant once the handshake is complete, so lengths are final before anything is
//    signed.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/result.h"
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

  // The peer's token, empty for the first step of a client.
  virtual Result<Step> step(Bytes token) = 0;

  [[nodiscard]] virtual Sizes sizes() const = 0;
  // Type, level and context id of every trailer.
  [[nodiscard]] virtual wire::AuthTrailer trailer() const = 0;
  virtual Result<void> protect(const OutgoingPdu& pdu) = 0;
  // RPC_S_ACCESS_DENIED: no trailer where there must be one, one where there must be none, or
  // another type, level or context than was agreed. RPC_S_SEC_PKG_ERROR: the token is not right.
  virtual Result<ClearStub> unprotect(const IncomingPdu& pdu, BufferPool& buffers) = 0;
};

// One mechanism; it makes the contexts of its associations.
class Provider {
 public:
  virtual ~Provider() = default;
  [[nodiscard]] virtual uint8_t auth_type() const = 0;
  virtual Result<std::unique_ptr<SecurityContext>> accept(const wire::AuthTrailer& first) = 0;
  virtual Result<std::unique_ptr<SecurityContext>> initiate(uint8_t auth_level,
                                                            uint32_t auth_context_id) = 0;
};

}  // namespace farcall::security
