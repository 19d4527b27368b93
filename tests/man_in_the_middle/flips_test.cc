// Every single-bit flip of every PDU (T-06): nothing that was changed is accepted, and what is changed in a handshake
// changes nothing. FARCALL_FLIP_STRIDE=1 takes all bits.
#include <cstdlib>

#include "dialogues.h"

namespace farcall::test {
namespace {

// A prime number, so that it meets every bit of a byte and every byte of a word.
constexpr size_t k_usual_stride = 97;

size_t stride() {
  const char* const text = std::getenv("FARCALL_FLIP_STRIDE");
  const long value = text ? std::strtol(text, nullptr, 10) : 0;
  return value > 0 ? static_cast<size_t>(value) : k_usual_stride;
}

TEST_P(Scenes, flipped_bits_are_never_accepted) {
  flip_bits([&] { return stage.dialogue(); }, stride());
}

TEST_P(Scenes, who_changes_nothing_is_not_noticed) {
  const auto d = stage.dialogue();
  d->run(nobody());
  EXPECT_EQ(d->served(), GetParam().terms.calls);
  EXPECT_EQ(d->answers.size(), GetParam().terms.calls);
  d->expect_nothing_changed();
}

// What was accepted before stays, and nothing comes after it, be it as good as it may.
TEST_P(Scenes, context_is_dead_after_its_first_failure) {
  for (const uint8_t type : {pdu_type::request, pdu_type::response}) {
    const auto d = stage.dialogue();
    bool changed = false;
    d->run(changing([&](size_t, ByteVector& pdu) {
      if (pdu[2] == type && !std::exchange(changed, true)) pdu[26] ^= 0x10;
    }));
    const size_t served = d->served();
    d->start_call();
    d->go_on(nobody());
    EXPECT_EQ(d->served(), served);
    EXPECT_TRUE(d->answers.empty());
    if (type == pdu_type::request) {
      EXPECT_EQ(served, 0u);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(ManInTheMiddle, Scenes, testing::ValuesIn(k_scenes),
                         [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace farcall::test
