// The fakes of server_harness.h.
#include "protocol/server_harness.h"

#include <gtest/gtest.h>

#include <cstring>
#include <utility>

#include "wire/cursor.h"

namespace farcall::test {
ByteVector CollectingSink::take() {
  ByteVector all;
  for (const Part& part : parts_) {
    all.insert(all.end(), part.copy.begin(), part.copy.end());
    if (!part.length) continue;
    const uint8_t* start = part.block.data() + part.offset;
    all.insert(all.end(), start, start + part.length);
  }
  parts_.clear();
  return all;
}

Result<void*> EchoServer::find_interface(const SyntaxId& abstract) {
  static int echo, mgmt;
  if (abstract.uuid.data1 == k_rpcecho.data1) return static_cast<void*>(&echo);
  if (abstract.uuid.data1 == k_mgmt.data1) return static_cast<void*>(&mgmt);
  return Status{RPC_S_UNKNOWN_IF};
}

// One group exists besides new ones.
uint32_t EchoServer::join_association_group(uint32_t requested) {
  if (requested == 0 || requested == 0x5000) return 0x5000;
  return 0;
}

security::Acceptor* EchoServer::find_acceptor(uint8_t auth_type) {
  for (security::Acceptor* each : acceptors)
    if (each->auth_type() == auth_type) return each;
  return nullptr;
}

void EchoServer::on_step(std::shared_ptr<security::SecurityContext> context,
                         std::vector<uint8_t> token) {
  EXPECT_FALSE(step) << "one at a time";
  step = Step{std::move(context), std::move(token)};
}

void EchoServer::run_step() {
  ASSERT_TRUE(step);
  const Step taken = *std::exchange(step, std::nullopt);
  association->stepped(taken.context->step(taken.token));
}

void EchoServer::on_request(protocol::IncomingRequest& request) {
  notes_ += format("%srequest %u", notes_.empty() ? "" : "; ", request.call_id);
  stubs.emplace_back(request.stub_data.begin(), request.stub_data.end());
  requests.push_back(request);
  requests.back().stub_data = {};
  if (park_all || request.opnum == k_op_test_sleep) {
    calls.push_back({request.call_id, request.context_id});
    request.call = &calls.back();
  } else if (request.maybe) {
    association->finish_call(request.call_id);
  } else if (echo_all) {
    (void)association->send_response(request.call_id, request.context_id,
                                     stub_data(*buffers, stubs.back()));
  } else if (request.opnum > 10) {
    (void)association->send_fault(request.call_id, request.context_id, RPC_S_PROCNUM_OUT_OF_RANGE,
                                  {true});
  } else if (request.stub_data.size() != 4) {
    (void)association->send_fault(request.call_id, request.context_id, RPC_X_BAD_STUB_DATA);
  } else {
    const uint32_t value = wire::load_u32(request.stub_data.data(), request.big_endian);
    (void)association->send_response(request.call_id, request.context_id,
                                     stub_data(*buffers, add_one_stub(value + 1)));
  }
}

std::vector<uint8_t> EchoServer::explain_refusal(Status reason) {
  explained = reason;
  return explanation;
}

void EchoServer::on_close(Status reason, protocol::CloseMode mode) {
  ++closes;
  if (!notes_.empty()) notes_ += "; ";
  notes_ += mode == protocol::CloseMode::at_once ? "drop" : "close";
  if (reason.code != RPC_S_PROTOCOL_ERROR) notes_ += format(" %d", reason.code);
}

void EchoServer::note(const char* what, void* call) {
  if (!notes_.empty()) notes_ += "; ";
  notes_ += call ? format("%s %u", what, static_cast<Call*>(call)->call_id) : what;
}

std::string EchoServer::take_notes() {
  return std::exchange(notes_, {});
}

protocol::StubData stub_data(BufferPool& pool, const ByteVector& bytes, size_t head_room) {
  if (bytes.empty()) return {};
  protocol::StubData data{pool.get(head_room + bytes.size()), head_room, bytes.size()};
  std::memcpy(data.block.data() + head_room, bytes.data(), bytes.size());
  return data;
}

ServerHarness::ServerHarness(Limits with)
    : limits(with),
      association({limits, pool, clock, "135", transfer_syntaxes, 12345}, server, sink) {
  server.association = &association;
  server.buffers = &pool;
}

std::string ServerHarness::answer_to(const ByteVector& bytes) {
  feed(bytes);
  return take_answer();
}

std::string ServerHarness::take_answer() {
  const std::string pdus = answers_text(sink.take());
  const std::string notes = server.take_notes();
  if (notes.empty()) return pdus;
  return pdus.empty() ? notes : pdus + " | " + notes;
}

void ServerHarness::bind(const Pdu& pdu) {
  feed(pdu);
  (void)take_answer();
}

}  // namespace farcall::test
