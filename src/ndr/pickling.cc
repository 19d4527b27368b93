#include "ndr/pickling.h"

#include <cstring>

namespace farcall::ndr {
namespace {

constexpr uint8_t k_little_endian = 0x10;
constexpr uint8_t k_filler = 0xcc;

// {8a885d04-1ceb-11c9-9fe8-08002b104860} version 2.0 (C706 appendix I) and
// {71710533-beba-4937-8319-b5dbef9ccc36} version 1.0 ([MS-RPCE] 2.2.5).
constexpr uint8_t k_ndr20[k_syntax_id_size] = {0x04, 0x5d, 0x88, 0x8a, 0xeb, 0x1c, 0xc9,
                                               0x11, 0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10,
                                               0x48, 0x60, 0x02, 0x00, 0x00, 0x00};
constexpr uint8_t k_ndr64[k_syntax_id_size] = {0x33, 0x05, 0x71, 0x71, 0xba, 0xbe, 0x37,
                                               0x49, 0x83, 0x19, 0xb5, 0xdb, 0xef, 0x9c,
                                               0xcc, 0x36, 0x01, 0x00, 0x00, 0x00};

// Where the fields of version 2's common header stand behind its first 8 bytes.
constexpr size_t k_reserved = 16;
constexpr size_t k_v2_rest = k_reserved + 2 * k_syntax_id_size;

const uint8_t* syntax_bytes(stub::SyntaxKind syntax) {
  return syntax == stub::SyntaxKind::ndr20 ? k_ndr20 : k_ndr64;
}

Result<stub::SyntaxKind> syntax_of(const uint8_t* at) {
  for (const auto kind : {stub::SyntaxKind::ndr20, stub::SyntaxKind::ndr64})
    if (std::memcmp(at, syntax_bytes(kind), k_syntax_id_size) == 0) return kind;
  return Status{RPC_S_UNSUPPORTED_TRANS_SYN};
}

void store(uint8_t* at, uint32_t value) {
  std::memcpy(at, &value, sizeof value);
}

uint32_t load(const uint8_t* at, bool swapped) {
  uint32_t value;
  std::memcpy(&value, at, sizeof value);
  return swapped ? __builtin_bswap32(value) : value;
}

}  // namespace

void put_common_header(uint8_t* at, const TypeFormat& format, SyntaxIdBytes interface) {
  std::memset(at, k_filler, format.common_size());
  at[0] = format.version;
  at[1] = k_little_endian;
  at[2] = static_cast<uint8_t>(format.common_size());
  at[3] = 0;
  if (format.version == 1) return;
  uint8_t* const transfer = at + k_version_size + k_reserved;
  std::memcpy(transfer, syntax_bytes(format.syntax), k_syntax_id_size);
  std::memcpy(transfer + k_syntax_id_size, interface.data(), k_syntax_id_size);
}

Result<TypeFormat> read_version(Bytes first) {
  if (first.size() != k_version_size) return Status{RPC_X_BAD_STUB_DATA};
  TypeFormat format{.version = first[0]};
  const bool known = format.version == 1 || format.version == 2;
  // The length is little-endian ([MS-RPCE] 2.2.6.1), but not everybody's who writes big-endian data.
  const bool length = known && ((first[2] == format.common_size() && first[3] == 0) ||
                                (first[3] == format.common_size() && first[2] == 0));
  const bool big_endian = first[1] == 0 && format.version == 1;
  if (!length || (first[1] != k_little_endian && !big_endian))
    return Status{RPC_X_WRONG_ES_VERSION};
  format.swapped = big_endian;
  return format;
}

Result<void> read_transfer_syntax(Bytes rest, TypeFormat& format) {
  if (rest.size() != k_v2_rest) return Status{RPC_X_BAD_STUB_DATA};
  RPC_TRY(format.syntax, syntax_of(rest.data() + k_reserved));
  return {};
}

void put_private_header(uint8_t* at, const TypeFormat& format, uint32_t length) {
  std::memset(at, 0, format.alignment());
  store(at, length);
}

uint32_t read_private_header(const uint8_t* at, const TypeFormat& format) {
  return load(at, format.swapped);
}

void put_procedure_header(uint8_t* at, const ProcedureHeader& header) {
  at[0] = 1;  // version
  at[1] = 1;  // little-endian
  at[2] = at[3] = k_filler;
  std::memcpy(at + 4, syntax_bytes(header.syntax), k_syntax_id_size);
  std::memcpy(at + 24, header.interface, k_syntax_id_size);
  store(at + 44, header.number);
  store(at + 48, 1);
  store(at + 52, header.length);
}

Result<ProcedureHeader> read_procedure_header(Bytes bytes) {
  if (bytes.size() != k_procedure_header_size) return Status{RPC_X_BAD_STUB_DATA};
  const uint8_t* const at = bytes.data();
  if (at[0] != 1 || at[1] > 1) return Status{RPC_X_WRONG_ES_VERSION};
  ProcedureHeader header;
  header.swapped = at[1] == 0;
  RPC_TRY(header.syntax, syntax_of(at + 4));
  if (header.swapped && header.syntax != stub::SyntaxKind::ndr20)
    return Status{RPC_X_WRONG_ES_VERSION};
  std::memcpy(header.interface, at + 24, k_syntax_id_size);
  header.number = load(at + 44, header.swapped);
  header.length = load(at + 52, header.swapped);
  return header;
}

}  // namespace farcall::ndr
