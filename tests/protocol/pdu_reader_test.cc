// PduReader: any cut of a stream gives the same PDUs, and no length makes it read or keep too much
// (T-02).
#include "protocol/pdu_reader.h"

#include <gtest/gtest.h>

#include "protocol/pdu_scripts.h"
#include "wire/exact.h"

namespace farcall::protocol {
namespace {

using test::ByteVector;
using test::ExactBytes;
using test::Pdu;

constexpr PduLimits k_limits{5840, 65535};

struct Reader {
  // All PDUs that `piece` completes; nothing more after an error.
  void feed(Bytes piece) {
    while (status.ok()) {
      const Result<Bytes> pdu = reader.next(piece, k_limits);
      status = pdu.status();
      if (!pdu || pdu->empty()) return;
      pdus.emplace_back(pdu->begin(), pdu->end());
    }
  }

  BufferPool pool;
  PduReader reader{pool};
  std::vector<ByteVector> pdus;
  Status status;
};

std::vector<Pdu> a_dialogue() {
  return {test::bind_pdu(), test::add_one_pdu(1), test::control_pdu(test::pdu_type::co_cancel, 1),
          test::request_pdu(2, test::flag::single, ByteVector(300, 7)), test::add_one_pdu(3)};
}

void expect_dialogue(const Reader& reader) {
  const std::vector<Pdu> expected = a_dialogue();
  ASSERT_EQ(reader.pdus.size(), expected.size());
  for (size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(reader.pdus[i], expected[i].bytes());
}

TEST(PduReader, gives_whole_pdus_in_place) {
  Reader reader;
  const ByteVector stream = test::joined(a_dialogue());
  Bytes input{stream};
  const uint8_t* expected = stream.data();
  for (const Pdu& pdu : a_dialogue()) {
    const Result<Bytes> got = reader.reader.next(input, k_limits);
    ASSERT_TRUE(got);
    EXPECT_EQ(got->data(), expected);
    EXPECT_FALSE(reader.reader.owner());
    expected += pdu.bytes().size();
  }
  EXPECT_TRUE(input.empty());
}

TEST(PduReader, gives_the_same_pdus_for_a_cut_at_every_byte) {
  const ByteVector stream = test::joined(a_dialogue());
  for (size_t cut = 0; cut <= stream.size(); ++cut) {
    Reader reader;
    reader.feed(ExactBytes{Bytes{stream}.first(cut)}.get());
    reader.feed(ExactBytes{Bytes{stream}.subspan(cut)}.get());
    expect_dialogue(reader);
    EXPECT_FALSE(reader.reader.partial());
  }
}

TEST(PduReader, gives_the_same_pdus_from_pieces_of_every_size) {
  const ByteVector stream = test::joined(a_dialogue());
  for (size_t piece = 1; piece < 100; ++piece) {
    Reader reader;
    for (size_t at = 0; at < stream.size(); at += piece)
      reader.feed(ExactBytes{Bytes{stream}.subspan(at, std::min(piece, stream.size() - at))}.get());
    expect_dialogue(reader);
  }
}

TEST(PduReader, keeps_the_block_of_a_pdu_that_came_in_parts) {
  Reader reader;
  const ByteVector pdu = test::add_one_pdu(1).bytes();
  Bytes front = Bytes{pdu}.first(20);
  ASSERT_TRUE(reader.reader.next(front, k_limits)->empty());
  EXPECT_TRUE(reader.reader.partial());
  Bytes rest = Bytes{pdu}.subspan(20);
  const Bytes whole = *reader.reader.next(rest, k_limits);
  const BufferRef owner = reader.reader.owner();
  ASSERT_TRUE(owner);
  EXPECT_EQ(owner.data(), whole.data());
  EXPECT_FALSE(reader.reader.partial());

  Bytes nothing;
  EXPECT_TRUE(reader.reader.next(nothing, k_limits)->empty());
  EXPECT_FALSE(reader.reader.owner());
  EXPECT_EQ(ByteVector(owner.data(), owner.data() + pdu.size()), pdu);
}

// How many bytes of a PDU of `length` are there.
std::vector<size_t> present_bytes(size_t length) {
  std::vector<size_t> present{0, 1, 15, 16, 17};
  // The long ones cost time, not insight: every length near the limits, some of the others.
  if (length < 16 || (length > 6000 && length < 65000 && length % 61 != 0)) return present;
  present.insert(present.end(), {length - 1, length, length + 1});
  return present;
}

void check_length(uint8_t type, uint8_t drep, size_t length, size_t limit) {
  Pdu pdu{.ptype = type, .body = {}};
  pdu.drep[0] = drep;
  pdu.frag_length = static_cast<uint16_t>(length);
  const ByteVector header = pdu.bytes();
  for (const size_t present : present_bytes(length)) {
    ExactBytes bytes{present};
    std::copy_n(header.begin(), std::min(present, header.size()), bytes.writable().begin());
    BufferPool pool;
    PduReader reader{pool};
    Bytes input = bytes.get();
    const Result<Bytes> got = reader.next(input, k_limits);
    const bool refused = present >= 16 && (length < 16 || length > limit);
    ASSERT_EQ(got.ok(), !refused) << length << " " << present;
    if (refused) continue;
    ASSERT_EQ(got->size(), length >= 16 && present >= length ? length : 0u);
    ASSERT_EQ(reader.partial(), present > 0 && got->empty());
    ASSERT_EQ(input.size(), got->empty() ? 0 : present - length);
  }
}

TEST(PduReader, T_02_every_frag_length_with_every_part_of_it_present) {
  for (const uint8_t drep : {uint8_t{0x10}, uint8_t{0x00}})
    for (size_t length = 0; length <= UINT16_MAX; ++length) {
      check_length(test::pdu_type::request, drep, length, 5840);
      if (length < 100 || length > 5800) check_length(test::pdu_type::bind, drep, length, 65535);
    }
}

TEST(PduReader, refuses_a_long_fragment_before_it_takes_room_for_it) {
  Reader reader;
  Pdu pdu = test::add_one_pdu(1);
  pdu.frag_length = 5841;
  reader.feed(Bytes{pdu.bytes()}.first(16));
  EXPECT_EQ(reader.status, Status{RPC_S_PROTOCOL_ERROR});
  EXPECT_FALSE(reader.reader.owner());
}

TEST(PduReader, refuses_other_versions_and_unknown_integers) {
  struct Row {
    uint8_t version, minor, drep;
    bool good;
  };
  for (const Row& row : {Row{5, 0, 0x10, true}, Row{5, 1, 0x10, true}, Row{5, 1, 0x00, true},
                         Row{5, 0, 0x11, true}, Row{5, 2, 0x10, false}, Row{4, 0, 0x10, false},
                         Row{6, 0, 0x10, false}, Row{5, 0, 0x20, false}}) {
    Reader reader;
    Pdu pdu = test::add_one_pdu(1);
    pdu.version = row.version;
    pdu.minor = row.minor;
    pdu.drep[0] = row.drep;
    if (row.drep == 0x00) pdu = {.ptype = 18, .minor = 1, .drep = {0, 0, 0, 0}};
    reader.feed(pdu.bytes());
    EXPECT_EQ(reader.status.ok(), row.good) << int{row.version} << int{row.minor} << int{row.drep};
  }
}

TEST(PduReader, reports_that_memory_is_out_only_for_a_pdu_in_parts) {
  struct EmptyPool final : BufferPool {
    BufferRef get(size_t) override { return {}; }
  } pool;
  PduReader reader{pool};
  const ByteVector pdu = test::add_one_pdu(1).bytes();
  Bytes whole{pdu};
  EXPECT_EQ(reader.next(whole, k_limits)->size(), pdu.size());
  Bytes part = Bytes{pdu}.first(20);
  EXPECT_EQ(reader.next(part, k_limits).status(), Status{RPC_S_OUT_OF_MEMORY});
}

}  // namespace
}  // namespace farcall::protocol
