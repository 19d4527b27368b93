// A client and a server association with a man in the middle (T-06): every single-bit flip of every
// PDU of several dialogues, at INTEGRITY and PRIVACY.
//
// What is accepted of a changed PDU is what the manager would have run with or the program would
// have got: neither may ever see anything but what the other side sent.
#include <gtest/gtest.h>

#include <memory>

#include "dialogue.h"
#include "security/support/fake_provider.h"

namespace farcall::test {
namespace {

FakeScript script_of(uint8_t type) {
  FakeScript script;
  script.auth_type = type;
  script.tokens = type == security::k_spnego ? 4 : 3;
  return script;
}

security::ClientTerms terms_of(uint8_t level) {
  security::ClientTerms terms;
  terms.auth_level = level;
  return terms;
}

struct Terms {
  uint8_t type;
  uint8_t level;
};

struct FakeMechanism {
  explicit FakeMechanism(const Terms& terms)
      : initiator(script_of(terms.type), terms_of(terms.level)), acceptor(script_of(terms.type)) {}
  FakeInitiator initiator;
  FakeAcceptor acceptor;
};
struct FakeDialogue : FakeMechanism, Dialogue {
  explicit FakeDialogue(const Terms& terms) : FakeMechanism(terms), Dialogue(initiator, acceptor) {}
};

const Terms k_dialogues[] = {
    {security::k_ntlm, security::k_level_integrity},
    {security::k_ntlm, security::k_level_privacy},
    {security::k_spnego, security::k_level_integrity},
    {security::k_spnego, security::k_level_privacy},
    {security::k_kerberos, security::k_level_pkt},
    {security::k_kerberos, security::k_level_privacy},
};

TEST(ManInTheMiddle, who_changes_nothing_is_not_noticed) {
  for (const Terms& terms : k_dialogues) {
    FakeDialogue d{terms};
    d.run(nobody());
    EXPECT_EQ(d.served(), 2u);
    EXPECT_EQ(d.answers.size(), 2u);
    d.expect_nothing_changed();
  }
}

TEST(ManInTheMiddle, gets_no_changed_bit_of_a_protected_pdu_accepted) {
  for (const Terms& terms : k_dialogues)
    flip_bits([&] { return std::make_unique<FakeDialogue>(terms); }, 1);
}

TEST(ManInTheMiddle, can_not_take_header_signing_away) {
  for (const Terms& terms : k_dialogues) {
    FakeDialogue d{terms};
    d.run(changing([](size_t, ByteVector& pdu) {
      if (is_handshake(pdu)) pdu[3] &= static_cast<uint8_t>(~flag::header_sign);
    }));
    EXPECT_EQ(d.served(), 0u);
    EXPECT_TRUE(d.answers.empty());
  }
}

TEST(ManInTheMiddle, can_not_strip_protection_or_lower_the_level) {
  for (const Terms& terms : k_dialogues) {
    for (const bool to_server : {true, false}) {
      FakeDialogue d{terms};
      d.run(changing([&](size_t, ByteVector& pdu) {
        if (pdu[2] == (to_server ? pdu_type::request : pdu_type::response)) strip(pdu);
      }));
      EXPECT_TRUE(d.answers.empty());
      EXPECT_TRUE(!to_server || d.served() == 0);
    }
    FakeDialogue d{terms};
    d.run(changing([](size_t, ByteVector& pdu) {
      if (uint8_t* const trailer = trailer_of(pdu)) trailer[1] = security::k_level_connect;
    }));
    EXPECT_EQ(d.served(), 0u);
    EXPECT_TRUE(d.answers.empty());
  }
}

TEST(ManInTheMiddle, can_not_exchange_repeat_or_hold_back_requests) {
  for (const Terms& terms : k_dialogues) {
    ByteVector kept;
    FakeDialogue d{terms};
    d.run(changing([&](size_t, ByteVector& pdu) {
      if (pdu[2] != pdu_type::request) return;
      if (kept.empty())
        kept = pdu;
      else
        pdu = kept;
    }));
    EXPECT_LE(d.served(), 1u);
    EXPECT_LE(d.answers.size(), 1u);
  }
}

}  // namespace
}  // namespace farcall::test
