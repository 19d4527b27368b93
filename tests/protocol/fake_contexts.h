// Two ends of a finished handshake of the fake mechanism.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "security/support/fake_provider.h"

namespace farcall::test {

struct FakePair {
  explicit FakePair(uint8_t level = security::k_level_privacy, uint16_t auth_length = 16) {
    FakeScript script;
    script.auth_length = auth_length;
    security::ClientTerms terms;
    terms.auth_level = level;
    client = std::move(FakeInitiator{script, terms}.initiate(1)).value();
    server = std::move(FakeAcceptor{script}.accept(client->trailer())).value();
    auto token = std::move(client->step({})).value().token;
    token = std::move(server->step(token)).value().token;
    token = std::move(client->step(token)).value().token;
    EXPECT_TRUE(server->step(token));
    client->sign_headers(true);
    server->sign_headers(true);
  }
  std::unique_ptr<security::SecurityContext> client;
  std::unique_ptr<security::SecurityContext> server;
};

}  // namespace farcall::test
