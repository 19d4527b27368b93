// Extended error information as it travels ([MS-EERR]).
#include "wire/error_information.h"

#include <gtest/gtest.h>

namespace farcall::wire {
namespace {

const Limits k_limits;

ErrorParameter number(ErrorParameterType type, int64_t value) {
  ErrorParameter parameter;
  parameter.type = type;
  parameter.number = value;
  return parameter;
}

ErrorParameter bytes(ErrorParameterType type, std::string value) {
  ErrorParameter parameter;
  parameter.type = type;
  parameter.bytes = std::move(value);
  return parameter;
}

ErrorRecord record(uint32_t status) {
  ErrorRecord made;
  made.computer_name = u"HOST";
  made.process_id = 4711;
  made.time = 0x0123456789abcdef;
  made.component = 8;
  made.status = status;
  made.location = 312;
  return made;
}

ErrorChain example() {
  ErrorChain chain = {record(1722), record(10061), record(5)};
  chain[1].computer_name.clear();
  chain[1].parameters = {error_text("127.0.0.1"), error_number(-111)};
  chain[2].parameters = {bytes(ErrorParameterType::ansi_string, "text"),
                         number(ErrorParameterType::short_value, -7),
                         number(ErrorParameterType::pointer_value, 0x7fff'0000'1234),
                         bytes(ErrorParameterType::binary, std::string("\1\0\2", 3))};
  return chain;
}

void expect_same(const ErrorChain& got, const ErrorChain& expected) {
  ASSERT_EQ(got.size(), expected.size());
  for (size_t i = 0; i < got.size(); ++i) {
    SCOPED_TRACE(i);
    EXPECT_EQ(got[i].computer_name, expected[i].computer_name);
    EXPECT_EQ(got[i].process_id, expected[i].process_id);
    EXPECT_EQ(got[i].time, expected[i].time);
    EXPECT_EQ(got[i].component, expected[i].component);
    EXPECT_EQ(got[i].status, expected[i].status);
    EXPECT_EQ(got[i].location, expected[i].location);
    EXPECT_EQ(got[i].flags, expected[i].flags);
    ASSERT_EQ(got[i].parameters.size(), expected[i].parameters.size());
    for (size_t j = 0; j < got[i].parameters.size(); ++j) {
      EXPECT_EQ(got[i].parameters[j].type, expected[i].parameters[j].type);
      EXPECT_EQ(got[i].parameters[j].number, expected[i].parameters[j].number);
      EXPECT_EQ(got[i].parameters[j].bytes, expected[i].parameters[j].bytes);
      EXPECT_EQ(got[i].parameters[j].text, expected[i].parameters[j].text);
    }
  }
}

TEST(ErrorInformation, comes_back_as_it_was_sent) {
  expect_same(
      decode_error_information(encode_error_information(example(), 4096, k_limits), k_limits),
      example());
}

// Laid out by hand from [MS-EERR] 2.2.1 and the NDR rules (C706 14).
TEST(ErrorInformation, has_the_bytes_of_the_specification) {
  ErrorRecord one;
  one.process_id = 0x11223344;
  one.time = 0x0102030405060708;
  one.component = 2;
  one.status = 1722;
  one.location = 500;
  one.parameters = {error_number(-2)};
  const std::vector<uint8_t> expected = {
      1,    0x10, 8,    0,    0xcc, 0xcc, 0xcc, 0xcc,   // common header
      56,   0,    0,    0,    0,    0,    0,    0,      // length of the rest
      0,    0,    2,    0,                              // the pointer to the first record
      1,    0,    0,    0,                              // max count of Params
      0,    0,    0,    0,                              // Next: none
      2,    0,    2,    0,                              // ComputerName: not present
      0x44, 0x33, 0x22, 0x11,                           // ProcessID
      0,    0,    0,    0,                              // alignment to 8
      8,    7,    6,    5,    4,    3,    2,    1,      // TimeStamp
      2,    0,    0,    0,                              // GeneratingComponent
      0xba, 6,    0,    0,                              // Status
      0xf4, 1,    0,    0,                              // DetectionLocation, Flags
      1,    0,    0,    0,                              // nLen, alignment
      3,    0,    3,    0,    0xfe, 0xff, 0xff, 0xff};  // Params[0]: a long
  EXPECT_EQ(encode_error_information({one}, 4096, k_limits), expected);
}

TEST(ErrorInformation, says_that_records_are_missing_when_there_is_no_room) {
  const ErrorChain all(5, record(1));
  const size_t of_two = encode_error_information({record(1), record(1)}, 4096, k_limits).size();
  const ErrorChain got =
      decode_error_information(encode_error_information(all, of_two, k_limits), k_limits);
  ASSERT_EQ(got.size(), 2u);
  EXPECT_EQ(got[0].flags, 0);
  EXPECT_EQ(got[1].flags, ErrorRecord::k_next_missing);
  EXPECT_TRUE(encode_error_information(all, 30, k_limits).empty());
}

TEST(ErrorInformation, sends_no_more_records_than_the_limit) {
  const ErrorChain all(k_limits.max_error_records + 1, record(1));
  const ErrorChain got =
      decode_error_information(encode_error_information(all, 4096, k_limits), k_limits);
  ASSERT_EQ(got.size(), k_limits.max_error_records);
  EXPECT_EQ(got.back().flags, ErrorRecord::k_next_missing);
}

TEST(ErrorInformation, reads_no_more_records_than_the_limit) {
  Limits generous;
  generous.max_error_records = 100;
  const ErrorChain all(k_limits.max_error_records + 1, record(1));
  const std::vector<uint8_t> encoded = encode_error_information(all, 4096, generous);
  EXPECT_EQ(decode_error_information(encoded, generous).size(), all.size());
  EXPECT_TRUE(decode_error_information(encoded, k_limits).empty());
}

TEST(ErrorInformation, shortens_what_is_too_long) {
  ErrorChain chain = {record(1)};
  chain[0].parameters = {error_text(std::string(2000, 'x'))};
  const ErrorChain got =
      decode_error_information(encode_error_information(chain, 4096, k_limits), k_limits);
  ASSERT_EQ(got.size(), 1u);
  EXPECT_EQ(got[0].parameters[0].text.size(), 1023u);
}

TEST(ErrorInformation, cut_anywhere_is_no_information) {
  const std::vector<uint8_t> whole = encode_error_information(example(), 4096, k_limits);
  for (size_t size = 0; size + 8 < whole.size(); ++size) {  // what comes last may be alignment
    std::vector<uint8_t> cut(whole.begin(), whole.begin() + static_cast<ptrdiff_t>(size));
    EXPECT_TRUE(decode_error_information(cut, k_limits).empty()) << size;
    if (size < 16) continue;
    cut[8] = static_cast<uint8_t>(size - 16);  // and says so
    cut[9] = static_cast<uint8_t>((size - 16) >> 8);
    EXPECT_TRUE(decode_error_information(cut, k_limits).empty()) << size;
  }
}

TEST(ErrorInformation, with_any_byte_changed_is_read_or_not_but_does_no_harm) {
  const std::vector<uint8_t> whole = encode_error_information(example(), 4096, k_limits);
  for (size_t at = 0; at < whole.size(); ++at)
    for (const uint8_t value : {uint8_t{0}, uint8_t{1}, uint8_t{0x7f}, uint8_t{0xff}}) {
      std::vector<uint8_t> changed = whole;
      changed[at] = value;
      EXPECT_LE(decode_error_information(changed, k_limits).size(), k_limits.max_error_records);
    }
}

TEST(ErrorInformation, larger_than_the_limit_is_not_looked_at) {
  Limits small;
  std::vector<uint8_t> encoded = encode_error_information(example(), 4096, k_limits);
  small.max_error_info = encoded.size();
  EXPECT_EQ(decode_error_information(encoded, small).size(), 3u);
  small.max_error_info = encoded.size() - 1;
  EXPECT_TRUE(decode_error_information(encoded, small).empty());
}

TEST(ErrorInformation, of_a_big_endian_peer_is_read) {
  const std::vector<uint8_t> encoded = {
      1, 0,    0, 8, 0xcc, 0xcc, 0xcc, 0xcc, 0, 0, 0, 48, 0, 0, 0, 0,  // headers
      0, 2,    0, 0, 0,    0,    0,    0,                              // pointer, max count
      0, 0,    0, 0, 0,    2,    0,    2,                              // Next, ComputerName
      0, 0,    0, 9, 0,    0,    0,    0,                              // ProcessID
      1, 2,    3, 4, 5,    6,    7,    8,                              // TimeStamp
      0, 0,    0, 2, 0,    0,    6,    0xba,                           // component, status
      1, 0xf4, 0, 1, 0,    0,    0,    0};                             // location, flags, nLen
  const ErrorChain got = decode_error_information(encoded, k_limits);
  ASSERT_EQ(got.size(), 1u);
  EXPECT_EQ(got[0].process_id, 9u);
  EXPECT_EQ(got[0].time, 0x0102030405060708);
  EXPECT_EQ(got[0].status, 1722u);
  EXPECT_EQ(got[0].location, 500u);
  EXPECT_EQ(got[0].flags, 1u);
}

}  // namespace
}  // namespace farcall::wire
