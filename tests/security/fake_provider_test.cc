// The stand-in mechanism itself: its handshakes end together and it misses no changed byte.
#include "security/support/fake_provider.h"

#include <gtest/gtest.h>

#include "wire/auth_trailer.h"

namespace farcall::test {
namespace {

using security::Leg;
using security::SecurityContext;

struct Pair {
  explicit Pair(const FakeScript& script, uint8_t level = security::k_level_privacy) {
    security::ClientTerms terms;
    terms.auth_level = level;
    client = FakeInitiator(script, terms).initiate(5).value();
    server = FakeAcceptor(script).accept(client->trailer()).value();
  }
  // How many tokens crossed until both were complete, or 0.
  unsigned run() {
    unsigned tokens = 0;
    Result<security::Step> ours = client->step({});
    while (ours && !ours->token.empty()) {
      ++tokens;
      const Result<security::Step> theirs = server->step(ours->token);
      if (!theirs) return 0;
      const bool client_done = ours->leg == Leg::complete;
      const bool server_done = theirs->leg == Leg::complete;
      if (!theirs->token.empty()) ++tokens;
      if (client_done) return server_done ? tokens : 0;
      ours = client->step(theirs->token);
      if (ours && ours->token.empty())
        return ours->leg == Leg::complete && server_done ? tokens : 0;
    }
    return 0;
  }
  std::unique_ptr<SecurityContext> client, server;
};

TEST(FakeProvider, handshakes_end_after_the_tokens_of_the_script) {
  for (unsigned tokens = 2; tokens <= 6; ++tokens)
    for (const bool waits : {false, true}) {
      FakeScript script;
      script.tokens = tokens;
      script.client_waits = waits;
      EXPECT_EQ(Pair(script).run(), tokens) << waits;
    }
}

TEST(FakeProvider, fails_where_the_script_says) {
  FakeScript script;
  script.server_fails_at = 3;
  EXPECT_EQ(Pair(script).run(), 0u);
}

TEST(FakeProvider, opens_what_it_sealed_and_misses_no_changed_byte) {
  Pair pair{{}};
  ASSERT_EQ(pair.run(), 3u);
  pair.client->sign_headers(true);
  pair.server->sign_headers(true);
  std::vector<uint8_t> pdu(24 + 5 + 11 + 8 + 16, 9);
  const MutableBytes all{pdu};
  wire::AuthTrailer trailer = pair.client->trailer();
  trailer.auth_pad_length = 11;
  wire::encode_sec_trailer(all.subspan(40, 8), trailer);
  ASSERT_TRUE(pair.client->protect(
      {all.first(24), all.subspan(24, 5), all.subspan(29, 11), all.subspan(40, 8), all.last(16)}));
  wire::PduHeader header;
  header.frag_length = static_cast<uint16_t>(pdu.size());
  header.auth_length = 16;
  BufferPool pool;
  const auto clear =
      pair.server->unprotect({all, all.first(24), *wire::cut_pdu(all, header, 24)}, pool);
  ASSERT_TRUE(clear);
  EXPECT_EQ(std::vector<uint8_t>(clear->stub.begin(), clear->stub.end()),
            std::vector<uint8_t>(5, 9));
  for (size_t i = 0; i < pdu.size(); ++i) {
    if (i == 42) continue;  // its pad length cuts the PDU; both cuts cover the same bytes
    Pair other{{}};
    other.run();
    other.server->sign_headers(true);
    pdu[i] ^= 1;
    EXPECT_FALSE(
        other.server->unprotect({all, all.first(24), *wire::cut_pdu(all, header, 24)}, pool))
        << i;
    pdu[i] ^= 1;
  }
}

}  // namespace
}  // namespace farcall::test
