// The two owners, and the wire between them.
#include "protocol_world.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace farcall::protocol::race {
namespace {

const InterfaceOffer k_first_interface{{{1, 2, 3, {4}}, 1, 0}};
const InterfaceOffer k_other_interface{{{5, 6, 7, {8}}, 1, 0}};
constexpr int32_t k_abort_code = 20'000;

std::vector<uint8_t> take(std::vector<uint8_t>& queue, size_t bytes) {
  const auto end = queue.begin() + static_cast<ptrdiff_t>(std::min(bytes, queue.size()));
  std::vector<uint8_t> front(queue.begin(), end);
  queue.erase(queue.begin(), end);
  return front;
}

std::string numbered(int number, size_t size) {
  std::string text = std::to_string(number) + ".";
  text.resize(std::max(text.size(), size), 'x');
  return text;
}

}  // namespace

World::World(WorldConfig config) : config_(config) {
  limits_.max_frag = static_cast<uint16_t>(config.max_frag);
  client_ = std::make_unique<ClientAssociation>(
      ClientConfig{limits_, buffers, call_ids_, 0, config.multiplex}, *this);
  server_ = std::make_unique<ServerAssociation>(ServerConfig{limits_, buffers, clock_, "77"}, *this,
                                                *this);
  client_->connected();
}

World::~World() {
  disconnect();
}

ClientCall& World::start(size_t stub_size, bool other_interface, bool maybe) {
  ClientCall& call = calls.emplace_back();
  call.number = static_cast<int>(calls.size());
  call.interface = other_interface ? &k_other_interface : &k_first_interface;
  call.stub_data = marshal(call.number, stub_size);
  call.maybe = maybe;
  if (!client_->start_call(call)) end(call, Outcome::failed_dne);
  return call;
}

StubData World::marshal(int number, size_t size) {
  const std::string text = numbered(number, size);
  StubData data{buffers.get(40 + text.size()), 40, text.size()};
  std::memcpy(data.block.data() + 40, text.data(), text.size());
  return data;
}

size_t World::pump(size_t budget) {
  if (client_closed_) return 0;
  std::vector<uint8_t> sent;
  std::vector<uint8_t>* const before = std::exchange(writing_, &sent);
  const size_t written = client_->pump(*this, budget);
  writing_ = before;
  forget_features(sent);
  to_server_.insert(to_server_.end(), sent.begin(), sent.end());
  return written;
}

// Makes the server one that knows no bind-time features: it refuses the context that offers them.
void World::forget_features(std::vector<uint8_t>& bytes) const {
  constexpr uint8_t k_prefix[] = {0x2c, 0x1c, 0xb7, 0x6c, 0x12, 0x98, 0x40, 0x45};
  if (config_.keep_on_orphan) return;
  const auto at = std::search(bytes.begin(), bytes.end(), std::begin(k_prefix), std::end(k_prefix));
  if (at != bytes.end()) *at ^= 0xff;
}

// A side that has gone is noticed behind its last byte.
void World::deliver_to_server(size_t bytes) {
  const std::vector<uint8_t> front = take(to_server_, bytes);
  if (server_closed_) return;
  server_->on_bytes(front);
  if (!client_closed_ || !to_server_.empty()) return;
  lost = true;
  server_->connection_lost();
}

void World::deliver_to_client(size_t bytes) {
  const std::vector<uint8_t> front = take(to_client_, bytes);
  if (client_closed_) return;
  client_->on_bytes(front);
  if (!server_closed_ || !to_client_.empty() || client_closed_) return;
  lost = true;
  client_->connection_lost();
}

void World::settle() {
  do {
    pump();
    deliver_to_server();
    deliver_to_client();
  } while (on_the_way() || client_->wants_to_send() || client_closed_ != server_closed_);
}

void World::cancel(ClientCall& call, bool abortive) {
  if (call.state != ClientCallState::idle) (abortive ? call.given_up : call.asked) = true;
  client_->cancel(call, abortive);
}

bool World::reply(ServerCall& call, size_t stub_size) {
  const bool wanted =
      !!server_->send_response(call.call_id, call.context_id, marshal(call.number, stub_size));
  if (wanted) call.replied = true;
  call.ended = true;
  return wanted;
}

bool World::abort(ServerCall& call) {
  const bool wanted =
      !!server_->send_fault(call.call_id, call.context_id, k_abort_code + call.number);
  if (wanted) call.aborted = true;
  call.ended = true;
  return wanted;
}

void World::disconnect() {
  lost = true;
  to_server_.clear();
  to_client_.clear();
  client_->connection_lost();
  server_->connection_lost();
}

void World::finish() {
  for (bool moved = true; moved;) {
    settle();
    moved = false;
    for (ServerCall& call : served_calls) {
      if (call.ended) continue;
      if (call.maybe) {
        server_->finish_call(call.call_id);
        call.ended = true;
      } else {
        reply(call);
      }
      moved = true;
    }
  }
}

ServerCall* World::served(const ClientCall& call) {
  for (ServerCall& candidate : served_calls)
    if (candidate.number == call.number) return &candidate;
  return nullptr;
}

bool World::everything_over() const {
  return std::all_of(calls.begin(), calls.end(), [](const auto& call) { return call.ends == 1; }) &&
         client_->idle() && server_->live_calls() == 0;
}

std::string World::complaints() const {
  std::string text = complaints_;
  for (const ClientCall& call : calls) check_call(call, text);
  return text;
}

// The result must be one that the history allows.
void World::check_call(const ClientCall& call, std::string& text) const {
  const auto complain_if = [&](bool wrong, const char* what) {
    if (wrong) text += "call " + std::to_string(call.number) + ": " + what + "\n";
  };
  size_t runs = 0;
  const ServerCall* server_call = nullptr;
  for (const ServerCall& candidate : served_calls)
    if (candidate.number == call.number) ++runs, server_call = &candidate;
  complain_if(runs > 1, "ran twice");
  complain_if(call.ends > 1, "ended twice");
  if (server_call) {
    complain_if(server_call->cancels && !call.asked && !call.given_up, "cancelled by nobody");
    complain_if(server_call->pending_cancel && !call.asked, "born cancelled");
    complain_if(server_call->cancels > 1, "cancelled twice on the wire");
    complain_if(server_call->orphans, "orphaned although it was complete");
  }
  switch (call.outcome) {
    case Outcome::none:
      break;
    case Outcome::response:
      if (call.maybe) break;
      complain_if(!server_call || !server_call->replied, "response that nobody sent");
      complain_if(std::atoi(call.answer.c_str()) != call.number, "another call's response");
      break;
    case Outcome::fault:
      complain_if(!server_call || !server_call->aborted, "fault that nobody sent");
      complain_if(call.status != k_abort_code + call.number, "another call's fault");
      break;
    case Outcome::cancelled:
      complain_if(!call.given_up, "given up by nobody");
      break;
    case Outcome::failed:
      complain_if(!lost, "failed although the connection lives");
      break;
    case Outcome::failed_dne:
      complain_if(runs != 0, "ran, and is said not to have run");
      break;
    case Outcome::other:
      text +=
          "call " + std::to_string(call.number) + ": status " + std::to_string(call.status) + "\n";
  }
}

void World::on_response(ClientCallRecord& call, IncomingResponse& response) {
  static_cast<ClientCall&>(call).answer.assign(response.stub_data.begin(),
                                               response.stub_data.end());
  end(call, Outcome::response);
}

void World::on_fault(ClientCallRecord& call, int32_t status, bool) {
  static_cast<ClientCall&>(call).status = status;
  end(call, Outcome::fault);
}

void World::on_call_failed(ClientCallRecord& call, Status status) {
  static_cast<ClientCall&>(call).status = status.code;
  switch (status.code) {
    case RPC_S_CALL_CANCELLED:
      return end(call, Outcome::cancelled);
    case RPC_S_CALL_FAILED:
      return end(call, Outcome::failed);
    case RPC_S_CALL_FAILED_DNE:
      return end(call, Outcome::failed_dne);
    default:
      return end(call, Outcome::other);
  }
}

void World::end(ClientCallRecord& record, Outcome outcome) {
  ClientCall& call = static_cast<ClientCall&>(record);
  call.outcome = outcome;
  ++call.ends;
}

void World::on_close(Status reason) {
  if (client_closed_) complain("client closed twice");
  client_closed_ = true;
  if (reason != Status{} && !lost) complain("client: close " + std::to_string(reason.code));
}

void World::on_close(Status reason, CloseMode) {
  if (server_closed_) complain("server closed twice");
  server_closed_ = true;
  if (reason != Status{} && !lost) complain("server: close " + std::to_string(reason.code));
}

void World::on_request(IncomingRequest& request) {
  ServerCall& call = served_calls.emplace_back();
  const std::string stub(request.stub_data.begin(), request.stub_data.end());
  call.number = std::atoi(stub.c_str());
  if (call.number < 1 || call.number > static_cast<int>(calls.size()))
    complain("request that nobody sent");
  call.call_id = request.call_id;
  call.context_id = request.context_id;
  call.maybe = request.maybe;
  call.pending_cancel = request.pending_cancel;
  request.call = &call;
}

void World::on_disconnected(void* call) {
  ++static_cast<ServerCall*>(call)->disconnects;
}

void World::append(Bytes small) {
  writing_->insert(writing_->end(), small.begin(), small.end());
}

void World::append(BufferRef block, size_t offset, size_t length) {
  append(Bytes{block.data() + offset, length});
}

}  // namespace farcall::protocol::race
