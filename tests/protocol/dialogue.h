// Dialogue: a client and a server association that authenticate each other and exchange calls, with somebody in the
// middle who sees each PDU and may do with it what he likes.
//
// What is accepted is what the manager would have run with, and what the program would have got.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "protocol/client_fixture.h"
#include "protocol/server_harness.h"

namespace farcall::test {

// What arrives instead of PDU `number` (in the order of their sending, both ways); nothing: it is lost.
using Pdus = std::vector<ByteVector>;
using Middle = std::function<Pdus(size_t number, const ByteVector& pdu)>;

struct DialogueTerms {
  size_t stub = 4;
  size_t calls = 2;
  uint16_t max_frag = 5840;
  bool header_signing = true;
};

class Dialogue {
 public:
  Dialogue(security::Initiator& initiator, security::Acceptor& acceptor,
           const DialogueTerms& terms = {})
      : server(limits_of(terms)), initiator_(initiator), calls_(terms.calls) {
    server.server.acceptors = {&acceptor};
    server.server.echo_all = true;
    client.limits = server.limits;
    client.association = std::make_unique<protocol::ClientAssociation>(
        protocol::ClientConfig{client.limits, client.buffers, client.call_ids, 0, true,
                               terms.header_signing},
        client);
    client.hook = [this](const std::string& event) {
      if (event.starts_with("response")) answers.push_back(event.substr(12, event.size() - 13));
    };
    client.association->connected();
    for (size_t i = 0; i < terms.stub; ++i) stub += static_cast<char>('a' + i * 7 % 26);
  }
  ~Dialogue() {
    if (client.association->state() != protocol::ClientAssociationState::closed)
      client.association->close();
  }

  void run(const Middle& middle) {
    for (size_t i = 0; i < calls_; ++i) start_call();
    go_on(middle);
  }
  // Until nobody has anything to say.
  void go_on(const Middle& middle) {
    while (turn(middle)) {
    }
  }
  void start_call() {
    protocol::test::Call& call = client.make_call(stub);
    call.opnum = 0;
    call.security = &initiator_;
    (void)client.association->start_call(call);
  }

  // Requests that the manager would have run.
  [[nodiscard]] size_t served() const { return server.server.requests.size(); }
  // Neither side has seen anything but what the other one sent.
  void expect_nothing_changed() const {
    for (const ByteVector& each : server.server.stubs)
      EXPECT_EQ(std::string(each.begin(), each.end()), stub);
    for (const auto& each : server.server.requests) EXPECT_EQ(each.opnum, 0);
    for (const std::string& each : answers) EXPECT_EQ(each, stub);
  }

  ServerHarness server;
  protocol::test::ClientFixture client;
  std::string stub;
  std::vector<std::string> answers;

 private:
  static Limits limits_of(const DialogueTerms& terms) {
    Limits limits;
    limits.max_frag = terms.max_frag;
    return limits;
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
    for (const ByteVector& pdu : cut_pdus(stream))
      for (const ByteVector& arriving : middle(number_++, pdu)) to(arriving);
    return !stream.empty();
  }

  security::Initiator& initiator_;
  size_t calls_;
  size_t number_ = 0;
};

// Somebody who changes PDUs in place.
inline Middle changing(const std::function<void(size_t number, ByteVector& pdu)>& change) {
  return [change](size_t number, const ByteVector& pdu) {
    Pdus arriving{pdu};
    change(number, arriving.front());
    return arriving;
  };
}
inline Middle nobody() {
  return changing([](size_t, ByteVector&) {});
}

inline bool is_protected(const ByteVector& pdu) {
  return pdu[2] == pdu_type::request || pdu[2] == pdu_type::response;
}
inline bool is_handshake(const ByteVector& pdu) {
  return pdu[2] >= pdu_type::bind && !is_protected(pdu);
}

// Little-endian PDUs.
inline size_t auth_length_of(const ByteVector& pdu) {
  return pdu[10] | static_cast<size_t>(pdu[11]) << 8;
}
// A field of the trailer: type 0, level 1, pad length 2, context id 4 to 7.
inline uint8_t* trailer_of(ByteVector& pdu) {
  const size_t auth_length = auth_length_of(pdu);
  return auth_length && pdu.size() > auth_length + 8 ? &pdu[pdu.size() - auth_length - 8] : nullptr;
}
// The PDU as one that was never protected.
inline void strip(ByteVector& pdu) {
  const uint8_t* const trailer = trailer_of(pdu);
  if (!trailer) return;
  pdu.resize(static_cast<size_t>(trailer - pdu.data()));
  pdu[8] = static_cast<uint8_t>(pdu.size());
  pdu[9] = static_cast<uint8_t>(pdu.size() >> 8);
  pdu[10] = pdu[11] = 0;
}

// Changes one bit after the other, in steps of `stride`, each in a dialogue of its own, which make() gives.
template <class Make>
void flip_bits(const Make& make, size_t stride) {
  Pdus pdus;
  const auto probe = make();
  probe->run(changing([&](size_t, ByteVector& pdu) { pdus.push_back(pdu); }));
  const size_t calls = probe->answers.size();
  ASSERT_GT(calls, 0u);
  for (size_t number = 0; number < pdus.size(); ++number)
    for (size_t bit = number % stride; bit < pdus[number].size() * 8; bit += stride) {
      SCOPED_TRACE("PDU " + std::to_string(number) + " bit " + std::to_string(bit));
      const auto d = make();
      uint8_t type = UINT8_MAX;  // tokens differ in length: there may be no such bit this time
      d->run(changing([&](size_t at, ByteVector& pdu) {
        if (at != number || bit / 8 >= pdu.size()) return;
        type = pdu[2];
        pdu[bit / 8] ^= static_cast<uint8_t>(1u << bit % 8);
      }));
      d->expect_nothing_changed();
      if (type == pdu_type::request) {
        EXPECT_LT(d->served(), calls);
      }
      if (type == pdu_type::request || type == pdu_type::response) {
        EXPECT_LT(d->answers.size(), calls);
      }
      if (testing::Test::HasFailure()) return;
    }
}

}  // namespace farcall::test
