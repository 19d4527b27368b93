// The headers of pickled data as they lie in memory.
#include "ndr/pickling.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace farcall::ndr {
namespace {

using stub::SyntaxKind;

constexpr uint8_t k_interface[k_syntax_id_size] = {1,  2,  3,  4,  5,  6,  7, 8, 9, 10,
                                                   11, 12, 13, 14, 15, 16, 2, 0, 1, 0};

TEST(TypeSerialization, headers_that_were_written_are_read) {
  for (const SyntaxKind syntax : {SyntaxKind::ndr20, SyntaxKind::ndr64}) {
    const TypeFormat format = TypeFormat::for_syntax(syntax);
    std::vector<uint8_t> bytes(format.common_size());
    put_common_header(bytes.data(), format, k_interface);
    Result<TypeFormat> read = read_version(Bytes(bytes).first(k_version_size));
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read->version, format.version);
    if (format.version == 2) {
      EXPECT_TRUE(read_transfer_syntax(Bytes(bytes).subspan(k_version_size), *read).ok());
    }
    EXPECT_EQ(read->syntax, syntax);
    EXPECT_FALSE(read->swapped);
    bytes.resize(format.alignment());
    put_private_header(bytes.data(), format, 0x12345678);
    EXPECT_EQ(read_private_header(bytes.data(), format), 0x12345678u);
  }
}

TEST(TypeSerialization, version_1_pads_to_8_and_spares_primitive_types_a_header) {
  const TypeFormat one = TypeFormat::for_syntax(SyntaxKind::ndr20);
  EXPECT_EQ(one.padded(0), 0u);
  EXPECT_EQ(one.padded(9), 16u);
  EXPECT_EQ(one.private_size(true), 0u);
  EXPECT_EQ(one.private_size(false), 8u);
  const TypeFormat two = TypeFormat::for_syntax(SyntaxKind::ndr64);
  EXPECT_EQ(two.padded(17), 32u);
  EXPECT_EQ(two.private_size(true), 16u);
}

TEST(TypeSerialization, sizes_that_do_not_fit_are_refused) {
  const uint8_t bytes[64] = {1, 0x10, 8};
  EXPECT_FALSE(read_version(Bytes(bytes, 7)).ok());
  EXPECT_TRUE(read_version(Bytes(bytes, 8)).ok());
  TypeFormat format;
  EXPECT_FALSE(read_transfer_syntax(Bytes(bytes, 55), format).ok());
}

TEST(ProcedureSerialization, a_header_that_was_written_is_read) {
  ProcedureHeader header;
  header.syntax = SyntaxKind::ndr64;
  std::copy(std::begin(k_interface), std::end(k_interface), header.interface);
  header.number = 3;
  header.length = 0x18;
  uint8_t bytes[k_procedure_header_size];
  put_procedure_header(bytes, header);
  const Result<ProcedureHeader> read = read_procedure_header(bytes);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->syntax, SyntaxKind::ndr64);
  EXPECT_TRUE(std::equal(std::begin(k_interface), std::end(k_interface), read->interface));
  EXPECT_EQ(read->number, 3u);
  EXPECT_EQ(read->length, 0x18u);
  EXPECT_EQ(read_procedure_header(Bytes(bytes, 55)).status().code, RPC_X_BAD_STUB_DATA);
  bytes[1] = 0;  // NDR64 is little-endian
  EXPECT_EQ(read_procedure_header(bytes).status().code, RPC_X_WRONG_ES_VERSION);
  bytes[1] = 1;
  bytes[4] = 0;
  EXPECT_EQ(read_procedure_header(bytes).status().code, RPC_S_UNSUPPORTED_TRANS_SYN);
}

}  // namespace
}  // namespace farcall::ndr
