// The fault PDU (C706 12.6.4.7, [MS-RPCE] 2.2.2.8).
#pragma once

#include "wire/auth_trailer.h"

namespace farcall::wire {

inline constexpr size_t k_fault_size = 32;
// In the byte that C706 reserves: error information follows ([MS-EERR]).
inline constexpr uint8_t k_fault_extended_error = 0x01;

struct Fault {
  uint32_t alloc_hint = 0;
  uint16_t p_cont_id = 0;
  uint8_t cancel_count = 0;
  uint8_t flags = 0;
  uint32_t status = 0;  // as it travels; fault_status.h translates
  Bytes stub_data;      // extended error information, nearly always empty
};
// Peers exist that end a fault behind its status; the rest then reads as absent.
Result<Fault> decode_fault(Bytes pdu, const PduHeader& header);

// Writes 32 bytes and behind them `stub_data`, which says what `flags` says. Sets type and
// frag_length.
void encode_fault(MutableBytes out, PduHeader header, const Fault& fault);

}  // namespace farcall::wire
