// A server association with everything around it faked: a clock moved by hand, a sink that keeps
// what was handed to it, and a server of the rpcecho interface that notes each event as a word.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "protocol/pdu_answers.h"
#include "protocol/pdu_scripts.h"
#include "protocol/server_association.h"

namespace farcall::test {

struct FakeClock final : Clock {
  Time time{};
  [[nodiscard]] Time now() const override { return time; }
  void advance(std::chrono::milliseconds by) { time += by; }
};

// Linked blocks are read when the bytes are asked for: one that is changed after it was handed
// over shows.
class CollectingSink final : public protocol::ByteSink {
 public:
  void append(Bytes small) override { parts_.push_back({{small.begin(), small.end()}, {}, 0, 0}); }
  void append(BufferRef block, size_t offset, size_t length) override {
    linked += length;
    parts_.push_back({{}, std::move(block), offset, length});
  }
  // Everything since the last call.
  ByteVector take();
  [[nodiscard]] size_t parts() const { return parts_.size(); }

  size_t linked = 0;

 private:
  struct Part {
    ByteVector copy;
    BufferRef block;
    size_t offset;
    size_t length;
  };
  std::vector<Part> parts_;
};

class FailingPool final : public BufferPool {
 public:
  BufferRef get(size_t capacity) override { return fail ? BufferRef{} : BufferPool::get(capacity); }
  bool fail = false;
};

// Serves AddOne inline; parks TestSleep; refuses other opnums as the run-time does.
class EchoServer final : public protocol::ServerAssociation::Events {
 public:
  struct Call {
    uint32_t call_id;
    uint16_t context_id;
    bool ended = false;
  };

  Result<void*> find_interface(const SyntaxId& abstract) override;
  uint32_t join_association_group(uint32_t requested) override;
  security::Acceptor* find_acceptor(uint8_t auth_type) override;
  void on_step(std::shared_ptr<security::SecurityContext> context,
               std::vector<uint8_t> token) override;
  void on_request(protocol::IncomingRequest& request) override;
  bool streams_requests(void* /*interface*/, uint16_t /*opnum*/) override { return stream; }
  void on_request_data(void* call, Bytes data, bool last) override {
    stubs.emplace_back(data.begin(), data.end());
    note(last ? "last data" : "data", call);
  }
  void on_request_refused(void* call, int32_t status) override {
    note(("refused " + std::to_string(status)).c_str(), call);
  }
  void on_cancel(void* call) override { note("cancel", call); }
  void on_orphaned(void* call) override { note("orphaned", call); }
  void on_disconnected(void* call) override { note("disconnected", call); }
  void on_close(Status reason, protocol::CloseMode mode) override;
  std::vector<uint8_t> explain_refusal(Status reason) override;

  // The notes since the last call, joined by "; ".
  std::string take_notes();

  protocol::ServerAssociation* association = nullptr;
  BufferPool* buffers = nullptr;
  std::deque<Call> calls;  // parked ones
  bool park_all = false;
  bool stream = false;     // requests are dispatched at their first fragment
  bool echo_all = false;   // answers with the stub data that came
  ByteVector explanation;  // of a bind that is refused
  Status explained;
  int closes = 0;
  std::vector<security::Acceptor*> acceptors;
  // Steps run when the feeding of bytes is over, unless they are held.
  struct Step {
    std::shared_ptr<security::SecurityContext> context;
    std::vector<uint8_t> token;
  };
  std::optional<Step> step;
  bool hold_steps = false;
  void run_step();
  std::vector<ByteVector> stubs;  // stub data of every request
  std::vector<protocol::IncomingRequest> requests;

 private:
  void note(const char* what, void* call);
  std::string notes_;
};

protocol::StubData stub_data(BufferPool& pool, const ByteVector& bytes, size_t head_room = 40);

struct ServerHarness {
  explicit ServerHarness(Limits limits = {});

  void feed(const ByteVector& bytes) {
    association.on_bytes(bytes);
    while (server.step && !server.hold_steps) server.run_step();
  }
  void feed(const Pdu& pdu) { feed(pdu.bytes()); }
  // What `pdu` is answered with: the PDUs, then the events, " | " between.
  std::string answer_to(const ByteVector& bytes);
  std::string answer_to(const Pdu& pdu) { return answer_to(pdu.bytes()); }
  std::string take_answer();
  // An accepted bind, whose answer is dropped.
  void bind(const Pdu& pdu = bind_pdu());

  Limits limits;
  FailingPool pool;
  FakeClock clock;
  CollectingSink sink;
  EchoServer server;
  std::vector<SyntaxId> transfer_syntaxes{k_ndr20};
  protocol::ServerAssociation association;
};

// A server that has accepted a bind.
struct OpenServer : ServerHarness {
  explicit OpenServer(Limits with = {}, const Pdu& pdu = bind_pdu()) : ServerHarness(with) {
    bind(pdu);
  }
};
struct MultiplexedServer : OpenServer {
  explicit MultiplexedServer(Limits with = {}) : OpenServer(with, multiplexed_bind_pdu()) {}
};

}  // namespace farcall::test
