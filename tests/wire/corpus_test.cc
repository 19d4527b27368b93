// Every sample of the corpus through the decoders: whole, cut at each byte, and damaged.
#include "wire/corpus.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <random>

#include "wire/cursor.h"
#include "wire/exact.h"
#include "wire/pdu_header.h"
#include "wire/pdu_text.h"

namespace farcall::test {
namespace {

void set_frag_length(MutableBytes pdu, size_t length) {
  const auto value = static_cast<uint16_t>(length);
  const bool big_endian = (pdu[4] >> 4) == 0;
  wire::store_u16(pdu.data() + 8, big_endian ? __builtin_bswap16(value) : value);
}

TEST(Corpus, every_sample_decodes_as_written) {
  const std::vector<Sample> samples = read_corpus();
  ASSERT_GE(samples.size(), 25u);
  std::vector<std::string> texts;
  for (const Sample& sample : samples) texts.push_back(pdu_text(sample.bytes));
  if (std::getenv("FARCALL_UPDATE_GOLDEN")) {
    const std::string page = corpus_with_decodes(texts);
    std::ofstream(corpus_path()) << page;
    return;
  }
  for (size_t i = 0; i < samples.size(); ++i)
    EXPECT_EQ(samples[i].decode, texts[i]) << samples[i].name;
}

TEST(Corpus, no_sample_is_called_malformed) {
  for (const Sample& sample : read_corpus())
    EXPECT_EQ(sample.decode.find("malformed"), std::string::npos) << sample.name;
}

TEST(Corpus, a_pdu_shorter_than_its_frag_length_is_malformed) {
  for (const Sample& sample : read_corpus())
    for (size_t length = 0; length < sample.bytes.size(); ++length) {
      const ExactBytes cut{Bytes{sample.bytes}.first(length)};
      EXPECT_NE(pdu_text(cut.get()).find("malformed"), std::string::npos)
          << sample.name << " cut at " << length;
    }
}

// The same with a frag_length that agrees: decoders may find a shorter PDU in it, but look no
// further than its end.
TEST(Corpus, decoders_stay_inside_a_shortened_pdu) {
  for (const Sample& sample : read_corpus())
    for (size_t length = wire::k_header_size; length < sample.bytes.size(); ++length) {
      ExactBytes cut{Bytes{sample.bytes}.first(length)};
      set_frag_length(cut.writable(), length);
      EXPECT_FALSE(pdu_text(cut.get()).empty());
    }
}

TEST(Corpus, decoders_stay_inside_a_damaged_pdu) {
  std::mt19937 random{20260101};
  for (const Sample& sample : read_corpus())
    for (int round = 0; round < 400; ++round) {
      ExactBytes damaged{sample.bytes};
      for (auto n = 1 + random() % 3; n > 0; --n)
        damaged.writable()[random() % sample.bytes.size()] = static_cast<uint8_t>(random());
      EXPECT_FALSE(pdu_text(damaged.get()).empty());
    }
}

}  // namespace
}  // namespace farcall::test
