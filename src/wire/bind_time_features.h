// Bind-time feature negotiation: a presentation context that is not one ([MS-RPCE] 2.2.2.14,
// 3.3.1.5.3).
//
// The client proposes a context whose transfer syntax has the UUID 6cb71c2c-9812-4540-… and
// version 1.0; the last eight bytes of the UUID are its feature bits, little-endian in any byte
// order. A server that knows the negotiation answers negotiate_ack with the bits it shares, where
// the reason stands otherwise; one that does not know it refuses the context.
#pragma once

#include <optional>

#include "wire/presentation.h"

namespace farcall::wire {

inline constexpr uint16_t k_security_context_multiplexing = 0x0001;
inline constexpr uint16_t k_keep_connection_on_orphan = 0x0002;

// The features when `transfer_syntax` is a feature offer. Bits above the first 16 mean nothing yet.
[[nodiscard]] std::optional<uint16_t> bind_time_features(const SyntaxId& transfer_syntax);

[[nodiscard]] SyntaxId bind_time_features_syntax(uint16_t features);

}  // namespace farcall::wire
