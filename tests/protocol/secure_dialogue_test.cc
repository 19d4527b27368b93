// A client and a server association with a man in the middle (T-06): every single-bit flip of every
// PDU of several dialogues, at INTEGRITY and PRIVACY.
//
// What is accepted of a changed PDU is what the manager would have run with or the program would
// have got: neither may ever see anything but what the other side sent.
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "client_fixture.h"
#include "security/support/fake_provider.h"
#include "server_harness.h"

namespace farcall::test {
namespace {

using protocol::test::Call;
using protocol::test::ClientFixture;

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
  size_t stub = 4;
};

// Sees each PDU on its way, and may change it: its number, its bytes.
using Middle = std::function<void(size_t number, ByteVector& pdu)>;

struct Dialogue {
  explicit Dialogue(const Terms& terms)
      : initiator(script_of(terms.type), terms_of(terms.level)), acceptor(script_of(terms.type)) {
    server.server.acceptors = {&acceptor};
    client.association->connected();
    for (size_t i = 0; i < terms.stub; ++i) stub += static_cast<char>('a' + i % 26);
  }

  void run(const Middle& middle) {
    for (int i = 0; i < 2; ++i) {
      Call& call = client.make_call(stub);
      call.opnum = 0;
      call.security = &initiator;
      (void)client.association->start_call(call);
    }
    while (turn(middle)) {
    }
  }

  bool turn(const Middle& middle) {
    client.pump();
    const bool sent = deliver(client.last_sent, middle, [&](const ByteVector& pdu) {
      if (server.association.state() != protocol::ServerAssociationState::closed) server.feed(pdu);
    });
    const bool answered = deliver(server.sink.take(), middle, [&](const ByteVector& pdu) {
      if (client.association->state() != protocol::ClientAssociationState::closed) client.feed(pdu);
    });
    const bool steps = client.step.has_value();
    if (steps) client.run_step();
    return sent || answered || steps;
  }

  bool deliver(const ByteVector& stream, const Middle& middle,
               const std::function<void(const ByteVector&)>& to) {
    for (ByteVector& pdu : cut_pdus(stream)) {
      middle(number++, pdu);
      to(pdu);
    }
    return !stream.empty();
  }

  // The server's data is bytes, of four an echo server makes a number.
  [[nodiscard]] std::string expected_stub() const { return stub; }
  [[nodiscard]] size_t answers() {
    const std::string events = client.events();
    size_t count = 0;
    for (size_t at = events.find("response"); at != std::string::npos;
         at = events.find("response", at + 1))
      ++count;
    return count;
  }
  void close() {
    if (client.association->state() != protocol::ClientAssociationState::closed)
      client.association->close();
  }

  FakeInitiator initiator;
  FakeAcceptor acceptor;
  ServerHarness server;
  ClientFixture client;
  std::string stub;
  size_t number = 0;
};

const Terms k_dialogues[] = {
    {security::k_ntlm, security::k_level_integrity},
    {security::k_ntlm, security::k_level_privacy},
    {security::k_spnego, security::k_level_integrity},
    {security::k_spnego, security::k_level_privacy},
    {security::k_kerberos, security::k_level_pkt},
    {security::k_kerberos, security::k_level_privacy},
};

bool is_protected(const ByteVector& pdu) {
  return pdu[2] == pdu_type::request || pdu[2] == pdu_type::response;
}

TEST(ManInTheMiddle, who_changes_nothing_is_not_noticed) {
  for (const Terms& terms : k_dialogues) {
    Dialogue d{terms};
    d.run([](size_t, ByteVector&) {});
    EXPECT_EQ(d.server.server.stubs.size(), 2u);
    for (const ByteVector& stub : d.server.server.stubs)
      EXPECT_EQ(std::string(stub.begin(), stub.end()), d.stub);
    EXPECT_EQ(d.answers(), 2u);
    d.close();
  }
}

void flip_every_bit(const Terms& terms) {
  std::vector<ByteVector> pdus;
  Dialogue probe{terms};
  probe.run([&](size_t, ByteVector& pdu) { pdus.push_back(pdu); });
  probe.close();
  for (size_t number = 0; number < pdus.size(); ++number)
    for (size_t bit = 0; bit < pdus[number].size() * 8; ++bit) {
      Dialogue d{terms};
      bool was_protected = false;
      bool request = false;
      d.run([&](size_t at, ByteVector& pdu) {
        if (at != number || bit / 8 >= pdu.size()) return;
        was_protected = is_protected(pdu);
        request = pdu[2] == pdu_type::request;
        pdu[bit / 8] ^= static_cast<uint8_t>(1u << bit % 8);
      });
      for (const ByteVector& stub : d.server.server.stubs)
        ASSERT_EQ(std::string(stub.begin(), stub.end()), d.stub) << number << " " << bit;
      for (const auto& each : d.server.server.requests) ASSERT_EQ(each.opnum, 0) << bit;
      const size_t answers = d.answers();
      if (was_protected) {
        ASSERT_LT(answers, 2u) << "PDU " << number << " bit " << bit;
        ASSERT_LT(d.server.server.requests.size(), request ? 2u : 3u) << number << " " << bit;
      }
      d.close();
    }
}

TEST(ManInTheMiddle, gets_no_changed_bit_of_a_protected_pdu_accepted) {
  for (const Terms& terms : k_dialogues) flip_every_bit(terms);
}

TEST(ManInTheMiddle, can_not_take_header_signing_away) {
  for (const Terms& terms : k_dialogues) {
    Dialogue d{terms};
    d.run([](size_t, ByteVector& pdu) {
      if (pdu[2] >= pdu_type::bind && pdu[2] <= pdu_type::alter_context_resp)
        pdu[3] &= static_cast<uint8_t>(~flag::header_sign);
    });
    EXPECT_TRUE(d.server.server.requests.empty());
    EXPECT_EQ(d.answers(), 0u);
    d.close();
  }
}

TEST(ManInTheMiddle, can_not_strip_protection_or_lower_the_level) {
  for (const Terms& terms : k_dialogues) {
    for (const bool to_server : {true, false}) {
      Dialogue d{terms};
      d.run([&](size_t, ByteVector& pdu) {
        if (pdu[2] != (to_server ? pdu_type::request : pdu_type::response)) return;
        const size_t auth_length = pdu[10] | pdu[11] << 8;
        pdu.resize(pdu.size() - auth_length - 8);
        pdu[8] = static_cast<uint8_t>(pdu.size());
        pdu[9] = static_cast<uint8_t>(pdu.size() >> 8);
        pdu[10] = pdu[11] = 0;
      });
      EXPECT_EQ(d.answers(), 0u);
      EXPECT_TRUE(!to_server || d.server.server.requests.empty());
      d.close();
    }
    Dialogue d{terms};
    d.run([](size_t, ByteVector& pdu) {
      const size_t auth_length = pdu[10] | pdu[11] << 8;
      if (auth_length && pdu.size() > auth_length + 8)
        pdu[pdu.size() - auth_length - 7] = security::k_level_connect;
    });
    EXPECT_TRUE(d.server.server.requests.empty());
    EXPECT_EQ(d.answers(), 0u);
    d.close();
  }
}

TEST(ManInTheMiddle, can_not_exchange_repeat_or_hold_back_requests) {
  for (const Terms& terms : k_dialogues) {
    ByteVector kept;
    Dialogue d{terms};
    d.run([&](size_t, ByteVector& pdu) {
      if (pdu[2] != pdu_type::request) return;
      if (kept.empty())
        kept = pdu;
      else
        pdu = kept;
    });
    EXPECT_LE(d.server.server.requests.size(), 1u);
    EXPECT_LE(d.answers(), 1u);
    d.close();
  }
}

}  // namespace
}  // namespace farcall::test
