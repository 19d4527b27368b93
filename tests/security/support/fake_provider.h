// A mechanism without secrets, for tests of everything above it: handshakes of any number of
// tokens, real lengths, a checksum over every byte that has to be signed, sequence numbers, and
// steps that fail or wait on request. Both sides are made from one FakeScript.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "security/provider.h"

namespace farcall::test {

struct FakeScript {
  uint8_t auth_type = security::k_ntlm;
  // Client, server, client …: 3 as NTLM and Kerberos, 4 as SPNEGO, 5 as Samba's SPNEGO.
  unsigned tokens = 3;
  bool client_waits = false;  // the client is complete only after the server's last token
  size_t token_size = 40;
  uint16_t auth_length = 16;     // at PKT and above
  unsigned client_fails_at = 0;  // the step that would send or take token n fails so; 0: none
  unsigned server_fails_at = 0;
  int32_t failure = RPC_S_ACCESS_DENIED;
  std::optional<security::Account> account = {};  // what the server's domain says of the client
  std::function<void()> in_step;  // runs in every step(): block there, count, note the thread
};

class FakeContext final : public security::SecurityContext {
 public:
  FakeContext(FakeScript script, bool client, wire::AuthTrailer trailer, security::Facts facts)
      : script_(std::move(script)), client_(client), trailer_(trailer), facts_(std::move(facts)) {}

  Result<security::Step> step(Bytes token) override {
    if (script_.in_step) script_.in_step();
    const bool first_of_client = client_ && exchanged_ == 0;
    if (first_of_client != token.empty() || dead_) return fail(RPC_S_SEC_PKG_ERROR);
    if (!token.empty()) RPC_TRY(take(token));
    security::Step step;
    if (exchanged_ < script_.tokens) {
      RPC_TRY(step.token, give());
    }
    const bool early = client_ && !script_.client_waits && exchanged_ + 1 >= script_.tokens;
    complete_ = exchanged_ == script_.tokens || early;
    step.leg = complete_ ? security::Leg::complete : security::Leg::more;
    return step;
  }
  [[nodiscard]] const std::string& failure() const override { return failure_; }
  void sign_headers(bool negotiated) override { sign_headers_ = negotiated; }
  [[nodiscard]] const security::Facts& facts() const override { return facts_; }
  [[nodiscard]] wire::AuthTrailer trailer() const override { return trailer_; }
  [[nodiscard]] security::Sizes sizes() const override {
    return {protects() ? script_.auth_length : uint16_t{0}, 16};
  }

  Result<void> protect(const security::OutgoingPdu& pdu) override {
    if (!complete_ || dead_) return fail(RPC_S_SEC_PKG_ERROR);
    if (!protects()) return {};
    uint64_t sum = start(client_, sent_);
    if (sign_headers_) add(sum, pdu.header);
    add(sum, pdu.stub);
    add(sum, pdu.pad);
    if (sign_headers_) add(sum, pdu.sec_trailer);
    size_t at = 0;
    if (seals()) {
      seal(pdu.stub, client_, sent_, at);
      seal(pdu.pad, client_, sent_, at);
    }
    for (size_t i = 0; i < pdu.auth_value.size(); ++i) pdu.auth_value[i] = byte_of(sum, i);
    ++sent_;
    return {};
  }

  Result<security::ClearStub> unprotect(const security::IncomingPdu& pdu,
                                        BufferPool& buffers) override {
    if (!complete_ || dead_) return fail(RPC_S_SEC_PKG_ERROR);
    if (!protects())
      return pdu.cut.authenticated() ? Result<security::ClearStub>(fail(RPC_S_ACCESS_DENIED))
                                     : security::ClearStub{pdu.cut.body, {}};
    const wire::AuthTrailer& got = pdu.cut.trailer;
    if (!pdu.cut.authenticated() || got.auth_type != trailer_.auth_type ||
        got.auth_level != trailer_.auth_level || got.auth_context_id != trailer_.auth_context_id)
      return fail(RPC_S_ACCESS_DENIED);
    return open(pdu, buffers);
  }

 private:
  [[nodiscard]] bool protects() const { return trailer_.auth_level > security::k_level_connect; }
  [[nodiscard]] bool seals() const { return trailer_.auth_level == security::k_level_privacy; }

  Result<security::ClearStub> open(const security::IncomingPdu& pdu, BufferPool& buffers) {
    const size_t size = pdu.cut.body.size() + pdu.cut.pad.size();
    security::ClearStub clear;
    clear.owner = buffers.get(size);
    if (!clear.owner) return Status{RPC_S_OUT_OF_MEMORY};
    const MutableBytes data{clear.owner.data(), size};
    std::ranges::copy(pdu.cut.body, data.begin());
    std::ranges::copy(pdu.cut.pad, data.begin() + static_cast<ptrdiff_t>(pdu.cut.body.size()));
    size_t at = 0;
    if (seals()) seal(data, !client_, received_, at);
    uint64_t sum = start(!client_, received_);
    if (sign_headers_) add(sum, pdu.header);
    add(sum, data);
    if (sign_headers_) add(sum, pdu.cut.sec_trailer);
    const Bytes token = pdu.cut.trailer.auth_value;
    if (token.size() != script_.auth_length) return fail(RPC_S_SEC_PKG_ERROR);
    for (size_t i = 0; i < token.size(); ++i)
      if (token[i] != byte_of(sum, i)) return fail(RPC_S_SEC_PKG_ERROR);
    ++received_;
    clear.stub = Bytes{data}.first(pdu.cut.body.size());
    return clear;
  }

  Result<void> take(Bytes token) {
    ++exchanged_;
    RPC_TRY(fail_at(exchanged_));
    if (token.size() != script_.token_size || token[0] != 'F' || token[1] != exchanged_)
      return fail(RPC_S_SEC_PKG_ERROR);
    return {};
  }
  Result<std::vector<uint8_t>> give() {
    ++exchanged_;
    RPC_TRY(fail_at(exchanged_));
    std::vector<uint8_t> token(script_.token_size, 0x66);
    token[0] = 'F';
    token[1] = static_cast<uint8_t>(exchanged_);
    return token;
  }
  Result<void> fail_at(unsigned number) {
    if (number != (client_ ? script_.client_fails_at : script_.server_fails_at)) return {};
    return fail(script_.failure);
  }
  Status fail(int32_t code) {
    dead_ = true;
    failure_ = "the script says so";
    return Status{code};
  }

  static uint64_t start(bool from_client, uint64_t sequence) {
    return 14695981039346656037u ^ (from_client ? 77 : 0) ^ (sequence << 8);
  }
  static void add(uint64_t& sum, Bytes bytes) {
    for (const uint8_t byte : bytes) sum = (sum ^ byte) * 1099511628211u;
  }
  static uint8_t byte_of(uint64_t sum, size_t i) {
    return static_cast<uint8_t>(sum >> (8 * (i % 8)));
  }
  static void seal(MutableBytes bytes, bool from_client, uint64_t sequence, size_t& at) {
    for (uint8_t& byte : bytes)
      byte ^= static_cast<uint8_t>(0x5a + 31 * at++ + 7 * sequence + (from_client ? 3 : 0));
  }

  FakeScript script_;
  bool client_;
  wire::AuthTrailer trailer_;
  security::Facts facts_;
  std::string failure_;
  unsigned exchanged_ = 0;
  bool complete_ = false;
  bool dead_ = false;
  bool sign_headers_ = false;
  uint64_t sent_ = 0;
  uint64_t received_ = 0;
};

class FakeInitiator final : public security::Initiator {
 public:
  FakeInitiator(FakeScript script, security::ClientTerms terms)
      : script_(std::move(script)), terms_(std::move(terms)) {}
  [[nodiscard]] uint8_t auth_type() const override { return script_.auth_type; }
  [[nodiscard]] uint8_t auth_level() const override { return terms_.auth_level; }
  Result<std::unique_ptr<security::SecurityContext>> initiate(uint32_t auth_context_id) override {
    security::Facts facts;
    facts.mechanism = script_.auth_type;
    facts.client_name = terms_.identity.user;
    facts.server_name = terms_.target;
    const wire::AuthTrailer trailer{
        script_.auth_type, terms_.auth_level, 0, 0, auth_context_id, {}};
    return std::unique_ptr<security::SecurityContext>(
        std::make_unique<FakeContext>(script_, true, trailer, facts));
  }

 private:
  FakeScript script_;
  security::ClientTerms terms_;
};

class FakeAcceptor final : public security::Acceptor {
 public:
  explicit FakeAcceptor(FakeScript script, security::ServerTerms terms = {})
      : script_(std::move(script)), terms_(std::move(terms)) {}
  [[nodiscard]] uint8_t auth_type() const override { return script_.auth_type; }
  [[nodiscard]] const std::string& principal() const override { return terms_.principal; }
  Result<std::unique_ptr<security::SecurityContext>> accept(
      const wire::AuthTrailer& first) override {
    if (first.auth_level < security::k_level_connect ||
        first.auth_level > security::k_level_privacy)
      return Status{RPC_S_UNSUPPORTED_AUTHN_LEVEL};
    security::Facts facts;
    facts.mechanism = script_.auth_type;
    facts.client_name = "FAKE\\client";
    facts.account = script_.account;
    facts.server_name = terms_.principal;
    wire::AuthTrailer trailer = first;
    trailer.auth_pad_length = 0;
    trailer.auth_value = {};
    return std::unique_ptr<security::SecurityContext>(
        std::make_unique<FakeContext>(script_, false, trailer, facts));
  }

 private:
  FakeScript script_;
  security::ServerTerms terms_;
};

class FakeProvider final : public security::Provider {
 public:
  explicit FakeProvider(FakeScript script) : script_(std::move(script)) {}
  [[nodiscard]] uint8_t auth_type() const override { return script_.auth_type; }
  Result<std::shared_ptr<security::Initiator>> initiator(
      const security::ClientTerms& terms) override {
    return std::shared_ptr<security::Initiator>(std::make_shared<FakeInitiator>(script_, terms));
  }
  Result<std::shared_ptr<security::Acceptor>> acceptor(
      const security::ServerTerms& terms) override {
    return std::shared_ptr<security::Acceptor>(std::make_shared<FakeAcceptor>(script_, terms));
  }

 private:
  FakeScript script_;
};

}  // namespace farcall::test
