// What somebody in the middle does with whole PDUs and with single fields: repeats, drops, swaps and strips them, claims
// another type, level or context, and mixes in fragments of his own.
#include "dialogues.h"

namespace farcall::test {
namespace {

// The protected PDUs of one direction, numbered from 0.
class Attack : public testing::TestWithParam<std::tuple<Scene, uint8_t>> {
 protected:
  using Change = std::function<Pdus(size_t, const ByteVector&)>;

  std::unique_ptr<Dialogue> attacked(const Change& change,
                                     const DialogueTerms& terms = k_two_large) {
    auto d = stage.dialogue(terms);
    size_t number = 0;
    faults = 0;
    d->run([&](size_t, const ByteVector& pdu) {
      if (pdu[2] == pdu_type::fault) ++faults;
      return pdu[2] == type ? change(number++, pdu) : Pdus{pdu};
    });
    d->expect_nothing_changed();
    return d;
  }
  // In a dialogue of two calls, nothing of the second is accepted, and at most `most` of the first.
  void expect_accepted(const Dialogue& d, size_t most) const {
    EXPECT_LE(d.answers.size(), most);
    if (type == pdu_type::request) {
      EXPECT_LE(d.served(), most);
    }
  }
  // Three fragments for each call.
  static constexpr size_t k_pdus = 6;

  Stage stage{std::get<0>(GetParam())};
  uint8_t type = std::get<1>(GetParam());
  size_t faults = 0;  // of the last dialogue
};

TEST_P(Attack, replay) {
  for (size_t at = 0; at < k_pdus; ++at) {
    const auto d = attacked([&](size_t number, const ByteVector& pdu) {
      return number == at ? Pdus{pdu, pdu} : Pdus{pdu};
    });
    expect_accepted(*d, at < 2 ? 0 : 1 + at / 5);
  }
}

TEST_P(Attack, loss) {
  for (size_t at = 0; at < k_pdus; ++at) {
    const auto d = attacked(
        [&](size_t number, const ByteVector& pdu) { return number == at ? Pdus{} : Pdus{pdu}; });
    expect_accepted(*d, at / 3);
  }
}

TEST_P(Attack, fragments_swapped) {
  for (size_t at = 0; at + 1 < k_pdus; ++at) {
    ByteVector held;
    const auto d = attacked([&](size_t number, const ByteVector& pdu) {
      if (number == at) {
        held = pdu;
        return Pdus{};
      }
      return number == at + 1 ? Pdus{pdu, held} : Pdus{pdu};
    });
    expect_accepted(*d, at / 3);
  }
}

TEST_P(Attack, fragment_of_the_other_call_in_its_place) {
  Pdus first;
  const auto d = attacked([&](size_t number, const ByteVector& pdu) {
    if (number < 3) first.push_back(pdu);
    return Pdus{number < 3 ? pdu : first[number - 3]};
  });
  expect_accepted(*d, 1);
}

TEST_P(Attack, protection_stripped) {
  for (size_t at = 0; at < k_pdus; ++at) {
    const auto d = attacked([&](size_t number, const ByteVector& pdu) {
      ByteVector bare = pdu;
      if (number == at) strip(bare);
      return Pdus{bare};
    });
    expect_accepted(*d, at / 3);
  }
}

// Type, level, context id.
TEST_P(Attack, trailer_claims_something_else) {
  const struct {
    size_t field;
    uint8_t value;
  } claims[] = {{0, security::k_ntlm},
                {0, security::k_kerberos},
                {0, security::k_spnego},
                {0, 0},
                {1, 1},
                {1, 2},
                {1, 4},
                {1, 5},
                {1, 6},
                {4, 2},
                {7, 0x80}};
  for (const auto& claim : claims)
    for (const size_t at : {size_t{0}, size_t{2}, size_t{3}}) {
      bool differs = false;
      const auto d = attacked([&](size_t number, const ByteVector& pdu) {
        ByteVector other = pdu;
        uint8_t* const trailer = trailer_of(other);
        if (number == at && trailer) {
          differs = trailer[claim.field] != claim.value;
          trailer[claim.field] = claim.value;
        }
        return Pdus{other};
      });
      if (differs) expect_accepted(*d, at / 3);
    }
}

// In front of, between and behind the fragments of a call.
TEST_P(Attack, unauthenticated_fragments_mixed_in) {
  for (size_t at = 0; at <= 3; ++at)
    for (const uint8_t flags : {uint8_t{0}, flag::first, flag::last, flag::single}) {
      SCOPED_TRACE(std::to_string(at) + " flags " + std::to_string(flags));
      const auto mixed_in = [&](const ByteVector& pdu) {
        ByteVector own(pdu.begin(), pdu.begin() + 24 + 16);
        std::fill(own.begin() + 24, own.end(), uint8_t{'!'});
        own[3] = flags;
        own[8] = static_cast<uint8_t>(own.size());
        own[9] = own[10] = own[11] = 0;
        return own;
      };
      const auto d = attacked([&](size_t number, const ByteVector& pdu) {
        if (number == at) return Pdus{mixed_in(pdu), pdu};
        return Pdus{pdu};
      });
      // Behind the first call's last fragment that call has been served already.
      expect_accepted(*d, at / 3);
      if (type == pdu_type::request) {
        EXPECT_EQ(faults, 1u);
      }
    }
}

std::string name_of(const testing::TestParamInfo<Attack::ParamType>& each) {
  return std::string(std::get<0>(each.param).name) +
         (std::get<1>(each.param) == pdu_type::request ? "_requests" : "_responses");
}
INSTANTIATE_TEST_SUITE_P(ManInTheMiddle, Attack,
                         testing::Combine(testing::ValuesIn(std::begin(k_scenes),
                                                            std::begin(k_scenes) + 8),
                                          testing::Values(pdu_type::request, pdu_type::response)),
                         name_of);

// Of the handshake.
class Downgrade : public Scenes {
 protected:
  void expect_nothing_served(const std::function<void(ByteVector&)>& change) {
    const auto d = stage.dialogue();
    d->run(changing([&](size_t, ByteVector& pdu) {
      if (is_handshake(pdu)) change(pdu);
    }));
    EXPECT_EQ(d->served(), 0u);
    EXPECT_TRUE(d->answers.empty());
  }
};

TEST_P(Downgrade, of_header_signing) {
  expect_nothing_served(
      [](ByteVector& pdu) { pdu[3] &= static_cast<uint8_t>(~flag::header_sign); });
}

// A flag that is left in an alter_context or its answer is enough: then headers are signed all the same. NTLM signs
// them in any case.
TEST_P(Downgrade, of_header_signing_in_one_PDU) {
  for (const uint8_t type : {pdu_type::bind, pdu_type::bind_ack}) {
    const auto d = stage.dialogue();
    d->run(changing([&](size_t, ByteVector& pdu) {
      if (pdu[2] == type) pdu[3] &= static_cast<uint8_t>(~flag::header_sign);
    }));
    const bool signs =
        stage.mechanism().mechanism == security::k_ntlm ||
        (d->client.association->header_signing() && d->server.association.header_signing());
    EXPECT_TRUE(signs || (d->served() == 0 && d->answers.empty()));
  }
}

TEST_P(Downgrade, of_the_level) {
  for (uint8_t level = 0; level < GetParam().level; ++level)
    for (const bool first_only : {true, false})
      expect_nothing_served([&](ByteVector& pdu) {
        uint8_t* const trailer = trailer_of(pdu);
        if (trailer && (!first_only || pdu[2] == pdu_type::bind)) trailer[1] = level;
      });
}

TEST_P(Downgrade, of_the_mechanism) {
  for (const uint8_t type :
       {uint8_t{0}, security::k_spnego, security::k_ntlm, security::k_kerberos}) {
    if (type == stage.mechanism().auth_type) continue;
    expect_nothing_served([&](ByteVector& pdu) {
      if (uint8_t* const trailer = trailer_of(pdu)) trailer[0] = type;
    });
  }
}

TEST_P(Downgrade, to_no_authentication_at_all) {
  for (const uint8_t from : {pdu_type::bind, pdu_type::bind_ack})
    expect_nothing_served([&](ByteVector& pdu) {
      if (pdu[2] == from) strip(pdu);
    });
  // Of both, and of all that follows.
  const auto d = stage.dialogue();
  d->run(changing([](size_t, ByteVector& pdu) { strip(pdu); }));
  EXPECT_EQ(d->served(), 0u);
  EXPECT_TRUE(d->answers.empty());
}

TEST_P(Downgrade, to_another_context_id) {
  expect_nothing_served([](ByteVector& pdu) {
    uint8_t* const trailer = trailer_of(pdu);
    if (trailer && pdu[2] != pdu_type::bind) trailer[4] ^= 1;
  });
}

INSTANTIATE_TEST_SUITE_P(ManInTheMiddle, Downgrade,
                         testing::ValuesIn(std::begin(k_scenes), std::begin(k_scenes) + 8),
                         [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace farcall::test
