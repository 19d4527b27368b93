// The table of bad PDUs through the state machine: whole, and byte by byte.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "protocol/bad_pdus.h"
#include "protocol/server_harness.h"
#include "wire/exact.h"

namespace farcall::test {
namespace {

void expect_row(const BadPdu& row, size_t piece) {
  ServerHarness h;
  for (size_t at = 0; at < row.bytes.size(); at += piece) {
    const size_t size = std::min(piece, row.bytes.size() - at);
    h.association.on_bytes(ExactBytes{Bytes{row.bytes}.subspan(at, size)}.get());
  }
  EXPECT_EQ(answers_text(h.sink.take()), row.answer) << row.name;
  EXPECT_EQ(h.server.closes, row.closes ? 1 : 0) << row.name;
  if (row.closes) return;
  EXPECT_EQ(h.association.live_calls(), 0u) << row.name;
  (void)h.server.take_notes();
  EXPECT_EQ(h.answer_to(add_one_pdu(1000)), "response 1000 (2a000000) | request 1000") << row.name;
}

TEST(ServerBadPdus, there_are_many_of_them) {
  EXPECT_GE(bad_pdus().size(), 200u);
}

TEST(ServerBadPdus, each_is_answered_as_its_row_says) {
  for (const BadPdu& row : bad_pdus()) expect_row(row, row.bytes.size());
}

TEST(ServerBadPdus, each_is_answered_the_same_byte_by_byte) {
  for (const BadPdu& row : bad_pdus()) expect_row(row, 1);
}

TEST(ServerBadPdus, none_makes_a_request_run_twice) {
  for (const BadPdu& row : bad_pdus()) {
    ServerHarness h;
    h.feed(row.bytes);
    std::multiset<uint32_t> ids;
    for (const auto& request : h.server.requests) ids.insert(request.call_id);
    for (const uint32_t id : ids) EXPECT_EQ(ids.count(id), 1u) << row.name;
  }
}

}  // namespace
}  // namespace farcall::test
