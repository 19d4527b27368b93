// The verification trailer at the end of a request's stub data ([MS-RPCE] 2.2.2.13).
//
// It repeats, under the protection of the stub data, what else a man in the middle could change:
// that the client signs headers, the presentation context, and, where headers are not signed, the
// request's header. It follows the stub data at a multiple of 4 and is a part of it for the
// security provider; only the last fragment of a request has one.
#pragma once

#include <optional>

#include "base/uuid.h"
#include "wire/pdu_header.h"

namespace farcall::wire {

// rpc_sec_vt_bitmask: the client set PFC_SUPPORT_HEADER_SIGN in its bind or alter_context.
inline constexpr uint32_t k_client_support_header_signing = 1;

struct VerificationTrailer {
  // rpc_sec_vt_pcontext
  struct Presentation {
    SyntaxId interface;
    SyntaxId transfer;
    friend bool operator==(const Presentation&, const Presentation&) = default;
  };
  // rpc_sec_vt_header2
  struct Header {
    PduType ptype = PduType::request;
    std::array<uint8_t, 4> drep = k_drep_little_endian;
    uint32_t call_id = 0;
    uint16_t p_cont_id = 0;
    uint16_t opnum = 0;
    friend bool operator==(const Header&, const Header&) = default;
  };

  std::optional<uint32_t> bitmask;
  std::optional<Presentation> pcontext;
  std::optional<Header> header2;

  [[nodiscard]] bool empty() const { return !bitmask && !pcontext && !header2; }
};

// Signature and all three commands.
inline constexpr size_t k_max_verification_trailer = 8 + 8 + 44 + 20;

// Bytes that encode_verification_trailer() writes; 0 for an empty one.
[[nodiscard]] size_t verification_trailer_size(const VerificationTrailer& trailer);
// `trailer` is not empty; `out` has room for its size.
void encode_verification_trailer(MutableBytes out, const VerificationTrailer& trailer);

// Stub data with what stands behind it. Without a trailer `stub` is all of it.
struct VerifiedStub {
  Bytes stub;
  std::optional<VerificationTrailer> trailer;
};

// Looks for the signature at multiples of 4 in the end of the data: clients pad, so it need not
// follow the stub data at once. `big_endian`: the request's drep. RPC_S_ACCESS_DENIED: there is a
// trailer that is malformed, says something twice, or has a command that must be processed and that
// nobody knows.
Result<VerifiedStub> cut_verification_trailer(Bytes stub_data, bool big_endian);

}  // namespace farcall::wire
