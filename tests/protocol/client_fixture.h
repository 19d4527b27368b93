// A ClientAssociation on a bench: bytes and intents in, PDUs and events out as lines of text.
//
// PDUs read "request#2 FL c0 o7 'stub'" (flags: First, Last, pending Cancel, Maybe, Object);
// events read "response A 'stub'", "fault A 1726", "failed A 1818", "bound", "idle", "shutdown",
// "close 0". Calls are named by letters in the order in which they were made.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/limits.h"
#include "client_server_bytes.h"
#include "protocol/client_association.h"

namespace farcall::protocol::test {

inline constexpr SyntaxId k_echo{
    {0x60a15ec5, 0x4de8, 0x11d7, {0xa6, 0x37, 0x00, 0x50, 0x56, 0xa2, 0x01, 0x82}}, 1, 0};
inline constexpr SyntaxId k_clock{{0xc10c, 1, 2, {1, 2, 3, 4, 5, 6, 7, 8}}, 2, 1};
inline constexpr SyntaxId k_mail{{0xa11, 1, 2, {1, 2, 3, 4, 5, 6, 7, 8}}, 1, 0};

struct Sink final : ByteSink {
  void append(Bytes small) override {
    bytes.insert(bytes.end(), small.begin(), small.end());
    ++copied;
  }
  void append(BufferRef block, size_t offset, size_t length) override {
    ASSERT_LE(offset + length, block.capacity());
    bytes.insert(bytes.end(), block.data() + offset, block.data() + offset + length);
    ++linked;
  }
  ByteVector bytes;
  int copied = 0;
  int linked = 0;
};

// Little-endian PDUs of a client, as text.
std::string describe(const ByteVector& bytes);

struct Call : ClientCallRecord {
  char name = '?';
  int ended = 0;
};

class ClientFixture : public ClientAssociation::Events {
 public:
  explicit ClientFixture(bool multiplex = true, uint32_t group = 0, uint32_t first_call_id = 1)
      : call_ids(first_call_id) {
    restart(multiplex, group);
  }
  ~ClientFixture() {
    if (association && association->state() != ClientAssociationState::closed) association->close();
  }
  void restart(bool multiplex = true, uint32_t group = 0) {
    association.reset();
    association = std::make_unique<ClientAssociation>(
        ClientConfig{limits, buffers, call_ids, group, multiplex}, *this);
  }

  Call& make_call(std::string_view stub = "stub", const InterfaceOffer& offer = echo) {
    Call& call = calls.emplace_back();
    call.name = static_cast<char>('A' + (calls.size() - 1) % 26);
    call.interface = &offer;
    call.opnum = 7;
    call.stub_data = marshal(stub);
    return call;
  }
  Call& start(std::string_view stub = "stub", const InterfaceOffer& offer = echo) {
    Call& call = make_call(stub, offer);
    EXPECT_TRUE(association->start_call(call));
    return call;
  }
  // As MarshalBuffer leaves it: head room of 40 bytes in front.
  StubData marshal(std::string_view stub, size_t head_room = 40) {
    StubData data{buffers.get(head_room + stub.size() + 1), head_room, stub.size()};
    if (!stub.empty()) std::memcpy(data.block.data() + head_room, stub.data(), stub.size());
    return data;
  }

  // Everything that leaves now.
  std::string pump(size_t budget = SIZE_MAX) {
    Sink sink;
    const size_t written = association->pump(sink, budget);
    EXPECT_EQ(written, sink.bytes.size());
    last_sent = sink.bytes;
    return describe(sink.bytes);
  }
  void feed(const ByteVector& bytes) { association->on_bytes(bytes); }
  // What has happened since the last time.
  std::string events() { return std::exchange(log, {}); }

  // Connected, bound with one call under way (its call id is 2), and its events forgotten.
  Call& open(const ServerBytes::Ack& ack = {}) {
    association->connected();
    Call& call = start();
    pump();
    feed(server.bind_ack(1, ack));
    pump();
    events();
    return call;
  }

  void on_bound() override { note("bound"); }
  void on_transfer_syntax(const InterfaceOffer& interface, const SyntaxId& syntax) override {
    if (interface.transfer_syntaxes.size() > 1) note(syntax == k_ndr64 ? "ndr64" : "ndr20");
  }
  // Kept until run_step(): the mechanism works elsewhere.
  void on_step(std::shared_ptr<security::SecurityContext> context,
               std::vector<uint8_t> token) override {
    EXPECT_FALSE(step) << "one at a time";
    step = Step{std::move(context), std::move(token)};
    note("step");
  }
  void run_step() {
    ASSERT_TRUE(step);
    const Step taken = *std::exchange(step, std::nullopt);
    association->stepped(taken.context->step(taken.token));
  }
  void on_response(ClientCallRecord& call, IncomingResponse& response) override {
    last_big_endian = response.big_endian;
    last_syntax = response.transfer_syntax;
    last_owner = response.owner;
    ended(call, "response",
          " '" + std::string(response.stub_data.begin(), response.stub_data.end()) + "'");
  }
  void on_fault(ClientCallRecord& call, int32_t status, bool did_not_execute) override {
    ended(call, "fault", " " + std::to_string(status) + (did_not_execute ? " dne" : ""));
  }
  void on_call_failed(ClientCallRecord& call, Status status) override {
    ended(call, "failed", " " + std::to_string(status.code));
  }
  void on_idle() override {
    EXPECT_TRUE(association->idle());
    note("idle");
  }
  void on_shutdown_requested() override { note("shutdown"); }
  void on_close(Status reason) override {
    EXPECT_EQ(association->state(), ClientAssociationState::closed);
    EXPECT_TRUE(association->idle());
    EXPECT_EQ(closes++, 0);
    note("close " + std::to_string(reason.code));
  }

  static inline const InterfaceOffer echo{k_echo};
  static inline const InterfaceOffer clock{k_clock};
  static inline const InterfaceOffer mail{k_mail};

  struct Step {
    std::shared_ptr<security::SecurityContext> context;
    std::vector<uint8_t> token;
  };

  Limits limits;
  BufferPool buffers;
  CallIdSource call_ids;
  std::optional<Step> step;
  ServerBytes server;
  std::deque<Call> calls;  // addresses stay
  std::string log;
  std::function<void(const std::string&)> hook;  // sees each event, and may use intents
  int closes = 0;
  bool last_big_endian = false;
  SyntaxId last_syntax;
  BufferRef last_owner;
  ByteVector last_sent;
  std::unique_ptr<ClientAssociation> association;

 private:
  void ended(ClientCallRecord& record, const char* how, const std::string& with) {
    Call& call = static_cast<Call&>(record);
    EXPECT_EQ(++call.ended, 1) << call.name << " ended twice";
    EXPECT_EQ(call.state, ClientCallState::idle);
    note(std::string(how) + " " + call.name + with);
  }
  void note(const std::string& line) {
    log += (log.empty() ? "" : "; ") + line;
    if (hook) hook(line);
  }
};

// Reads what the client sends, by hand.
class ClientPdu {
 public:
  explicit ClientPdu(const uint8_t* at) : at_(at) {}
  [[nodiscard]] uint16_t u16(size_t offset) const {
    return static_cast<uint16_t>(at_[offset] | at_[offset + 1] << 8);
  }
  [[nodiscard]] uint32_t u32(size_t offset) const {
    return u16(offset) | static_cast<uint32_t>(u16(offset + 2)) << 16;
  }
  [[nodiscard]] uint16_t frag_length() const { return u16(8); }
  [[nodiscard]] uint32_t call_id() const { return u32(12); }
  [[nodiscard]] uint8_t type() const { return at_[2]; }
  [[nodiscard]] uint8_t flags() const { return at_[3]; }

  [[nodiscard]] std::string text() const {
    static constexpr const char* k_names[] = {
        "request", "1",    "2",  "3",  "4",     "5",  "6",     "7",  "8",         "9",
        "10",      "bind", "12", "13", "alter", "15", "auth3", "17", "co_cancel", "orphaned"};
    std::string text = std::string(k_names[type()]) + "#" + std::to_string(call_id());
    if (type() == 0) text += request();
    if (type() == 11 || type() == 14) text += " c" + std::to_string(u16(28));
    return type() == 0 ? text : text + trailer();
  }

 private:
  [[nodiscard]] std::string request() const {
    std::string flag_letters;
    for (const auto& [flag, letter] :
         {std::pair{1, 'F'}, {2, 'L'}, {4, 'C'}, {0x40, 'M'}, {0x80, 'O'}})
      if (flags() & flag) flag_letters += letter;
    const size_t header = flags() & 0x80 ? 40 : 24;
    const std::string stub(at_ + header, at_ + frag_length());
    const std::string what =
        " " + flag_letters + " c" + std::to_string(u16(20)) + " o" + std::to_string(u16(22));
    if (u16(10) != 0) return what + " protected";
    return what +
           (stub.size() > 32 ? " " + std::to_string(stub.size()) + " bytes" : " '" + stub + "'");
  }
  // Type, level and context of a token.
  [[nodiscard]] std::string trailer() const {
    const uint16_t auth_length = u16(10);
    if (auth_length == 0) return "";
    const size_t at = static_cast<size_t>(frag_length() - auth_length - 8);
    return " t" + std::to_string(at_[at]) + " l" + std::to_string(at_[at + 1]) + " c" +
           std::to_string(u32(at + 4));
  }
  const uint8_t* at_;
};

inline std::string describe(const ByteVector& bytes) {
  std::string text;
  for (size_t at = 0; at < bytes.size();) {
    const ClientPdu pdu(bytes.data() + at);
    if (bytes.size() - at < 16 || pdu.frag_length() < 16 || pdu.frag_length() > bytes.size() - at)
      return text + " <broken>";
    text += (text.empty() ? "" : "; ") + pdu.text();
    at += pdu.frag_length();
  }
  return text;
}

}  // namespace farcall::protocol::test
