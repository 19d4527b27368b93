// Headers of serialized data: type serialization version 1 ([MS-RPCE] 2.2.6) and 2 (2.2.7), and that of procedures.
//
// A stream of types starts with one common header; before each type stands a private header with its length, except
// before the primitive types of version 1. Version 1 is NDR 2.0 in either byte order and pads to 8, version 2 names its
// transfer syntax, is little-endian and pads to 16. A procedure has a header of 56 bytes of its own, for which there is
// no specification: as Wine's reading of what Windows writes has it. Pure encoding and decoding; no threads.
#pragma once

#include <farcall/stub/syntax.h>

#include <cstddef>
#include <cstdint>

#include "base/bytes.h"
#include "base/result.h"

namespace farcall::ndr {

// An interface or transfer syntax as both the wire and RPC_SYNTAX_IDENTIFIER have it, little-endian.
inline constexpr size_t k_syntax_id_size = 20;
using SyntaxIdBytes = std::span<const uint8_t, k_syntax_id_size>;

inline constexpr size_t k_version_size =
    8;  // what tells the versions apart, and all of version 1's common header
inline constexpr size_t k_procedure_header_size = 56;

struct TypeFormat {
  uint8_t version = 1;
  stub::SyntaxKind syntax = stub::SyntaxKind::ndr20;
  bool swapped = false;  // big-endian; version 1 only

  // What we write for a transfer syntax: version 1 knows NDR 2.0 only.
  static TypeFormat for_syntax(stub::SyntaxKind syntax) {
    return {static_cast<uint8_t>(syntax == stub::SyntaxKind::ndr20 ? 1 : 2), syntax, false};
  }
  [[nodiscard]] size_t common_size() const { return version == 1 ? k_version_size : 64; }
  [[nodiscard]] size_t alignment() const { return version == 1 ? 8 : 16; }
  // The private header's, which primitive types of version 1 have not.
  [[nodiscard]] size_t private_size(bool primitive) const {
    return version == 1 && primitive ? 0 : alignment();
  }
  [[nodiscard]] size_t padded(size_t length) const {
    return (length + alignment() - 1) & ~(alignment() - 1);
  }
};

// `at`: common_size() bytes.
void put_common_header(uint8_t* at, const TypeFormat& format, SyntaxIdBytes interface);
// Of the first k_version_size bytes; version 2 has more. RPC_X_WRONG_ES_VERSION when they are of no version.
Result<TypeFormat> read_version(Bytes first);
// Of the bytes behind those, which only version 2 has. RPC_S_UNSUPPORTED_TRANS_SYN.
Result<void> read_transfer_syntax(Bytes rest, TypeFormat& format);

// `at`: alignment() bytes; `length` as padded.
void put_private_header(uint8_t* at, const TypeFormat& format, uint32_t length);
uint32_t read_private_header(const uint8_t* at, const TypeFormat& format);

struct ProcedureHeader {
  stub::SyntaxKind syntax = stub::SyntaxKind::ndr20;
  bool swapped = false;
  uint8_t interface[k_syntax_id_size] = {};
  uint32_t number = 0;
  uint32_t length = 0;  // of what follows
};

// `at`: k_procedure_header_size bytes.
void put_procedure_header(uint8_t* at, const ProcedureHeader& header);
// RPC_X_WRONG_ES_VERSION, RPC_S_UNSUPPORTED_TRANS_SYN.
Result<ProcedureHeader> read_procedure_header(Bytes bytes);

}  // namespace farcall::ndr
