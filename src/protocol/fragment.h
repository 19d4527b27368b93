// Fragments: how stub data is cut to what the peer receives, protected, and handed to the sink
// (C706 12.6.2, [MS-RPCE] 2.2.2.11). Requests and responses share it.
#pragma once

#include <cstdint>

#include "base/bytes.h"
#include "base/result.h"
#include "protocol/byte_sink.h"
#include "security/provider.h"

namespace farcall::protocol {

struct Fragment {
  size_t stub_length = 0;
  uint8_t align_length = 0;  // between stub data and verification trailer
  uint8_t verification_length = 0;
  uint8_t pad_length = 0;
  uint16_t frag_length = 0;
  uint16_t auth_length = 0;
  bool last = false;
};

// The next fragment when `stub_left` bytes of stub data are left, and behind them a verification
// trailer of `verification` bytes, which the last fragment has whole. `max_frag` is what was
// negotiated: at least k_must_recv_frag_size, so that a header, a trailer and a token fit.
[[nodiscard]] Fragment next_fragment(size_t max_frag, size_t header_size, size_t stub_left,
                                     const security::Sizes& sizes, size_t verification = 0);

// Protects and writes one fragment: `header`, encoded with the lengths of `fragment`, then
// `stub_data` from `offset` on. At offset 0 the header goes into the head room of the block when
// that has room and nobody else holds the block, so that a small PDU leaves in one piece; all
// other stub data is linked, never copied. `verification`: the trailer for which the fragment has
// room; encoded.
// Fails only when protection does.
Result<void> write_fragment(ByteSink& output, security::SecurityContext& security, Bytes header,
                            const StubData& stub_data, size_t offset, const Fragment& fragment,
                            Bytes verification = {});

}  // namespace farcall::protocol
