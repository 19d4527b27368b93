// Towers: a binding as the endpoint mapper keeps it (C706 appendix L, protocol identifiers appendix
// I; [MS-RPCE] 2.2.1.2.4), and the protocol sequences that they name.
//
// A tower is a count and floors from top to bottom, each two length-prefixed parts, all numbers
// little-endian: interface, transfer syntax, RPC protocol, then what the protocol sequence needs to
// be reached. Everything from a peer is checked here once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "base/uuid.h"

namespace farcall::wire {

// What we send; the mapper's own limit for what it takes ([MS-RPCE] 2.2.1.2.4: 2,000).
inline constexpr size_t k_max_tower = 2000;

struct Tower {
  SyntaxId interface;
  SyntaxId transfer_syntax;
  std::string protseq;   // empty: floors that name no protocol sequence of the table
  std::string endpoint;  // empty: none, which is what a client that asks sends
  std::string address;   // empty: none, or 0.0.0.0
};

// EPT_S_INVALID_ENTRY for bytes that are no tower.
Result<Tower> decode_tower(Bytes tower);
// The size. RPC_S_INVALID_RPC_PROTSEQ for a protocol sequence that has no tower of its own,
// RPC_S_INVALID_ENDPOINT_FORMAT, RPC_S_BUFFER_TOO_SMALL. An address that does not fit the protocol
// sequence's (a name, IPv6) is left out.
Result<size_t> encode_tower(MutableBytes out, const Tower& tower);

// Whether two towers are of the same protocol sequence, known here or not: the same number of floors
// with the same identifiers from the third on. Both are towers that decode_tower() takes.
bool same_protocols(Bytes one, Bytes other);

// Every protocol sequence that C706 and the SDK name, spoken by this library or not.
bool is_known_protseq(std::string_view name);

}  // namespace farcall::wire
