// A security context with real lengths and no secret: seals by XOR and signs with a sum over header,
// data and trailer, so that a byte that is forgotten, moved or signed too early shows.
#pragma once

#include "security/provider.h"

namespace farcall::test {

class ToySecurity final : public security::SecurityContext {
 public:
  explicit ToySecurity(uint16_t auth_length = 16) : auth_length_(auth_length) {}

  Result<security::Step> step(Bytes) override { return security::Step{}; }
  [[nodiscard]] const std::string& failure() const override { return failure_; }
  void sign_headers(bool) override {}
  [[nodiscard]] const security::Facts& facts() const override { return facts_; }
  [[nodiscard]] security::Sizes sizes() const override { return {auth_length_, 16}; }
  [[nodiscard]] wire::AuthTrailer trailer() const override { return {10, 6, 0, 0, 79231, {}}; }

  Result<void> protect(const security::OutgoingPdu& pdu) override {
    if (fail) return Status{RPC_S_SEC_PKG_ERROR};
    uint8_t sum = add(add(sent_++, pdu.header), pdu.sec_trailer);
    sum = add(add(sum, pdu.stub), pdu.pad);
    for (const MutableBytes part : {pdu.stub, pdu.pad})
      for (uint8_t& byte : part) byte ^= k_key;
    for (uint8_t& byte : pdu.auth_value) byte = sum;
    return {};
  }

  Result<security::ClearStub> unprotect(const security::IncomingPdu& pdu,
                                        BufferPool& buffers) override {
    if (!pdu.cut.authenticated()) return Status{RPC_S_ACCESS_DENIED};
    security::ClearStub clear;
    const size_t size = pdu.cut.body.size() + pdu.cut.pad.size();
    clear.owner = buffers.get(size);
    if (!clear.owner) return Status{RPC_S_OUT_OF_MEMORY};
    uint8_t* at = clear.owner.data();
    for (const Bytes part : {pdu.cut.body, pdu.cut.pad})
      for (const uint8_t byte : part) *at++ = byte ^ k_key;
    clear.stub = {clear.owner.data(), pdu.cut.body.size()};
    const uint8_t sum = add(add(add(received_++, pdu.header), pdu.cut.sec_trailer),
                            Bytes{clear.owner.data(), size});
    for (const uint8_t byte : pdu.cut.trailer.auth_value)
      if (byte != sum) return Status{RPC_S_SEC_PKG_ERROR};
    return clear;
  }

  bool fail = false;

 private:
  static constexpr uint8_t k_key = 0x5a;
  static uint8_t add(uint8_t sum, Bytes bytes) {
    for (const uint8_t byte : bytes) sum = static_cast<uint8_t>(sum * 31 + byte);
    return sum;
  }

  uint16_t auth_length_;
  std::string failure_;
  security::Facts facts_;
  uint8_t sent_ = 0;
  uint8_t received_ = 0;
};

}  // namespace farcall::test
