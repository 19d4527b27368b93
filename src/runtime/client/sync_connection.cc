// Steps of a synchronous call: each ends in one system call that may wait.
#include "runtime/client/sync_connection.h"

#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "runtime/client/association_group.h"
#include "runtime/client/call_errors.h"
#include "runtime/client/server_identity.h"

namespace farcall::runtime::client {
namespace {

constexpr size_t k_send_budget = 256u << 10;
constexpr size_t k_first_room = 8u << 10;    // a fragment and a half
constexpr size_t k_larger_room = 72u << 10;  // once a read has filled the first
constexpr size_t k_vectors = 64;

protocol::ClientConfig config_of(AssociationGroup& group, uint32_t association_group) {
  Runtime& runtime = group.runtime();
  return {runtime.limits(),
          runtime.buffers(),
          group.call_ids(),
          association_group,
          false,  // one call at a time: nothing to multiplex
          group.offers_header_signing()};
}

}  // namespace

SyncConnection::SyncConnection(AssociationGroup& group)
    : group_(group),
      requested_group_(group.id().join()),
      association_(config_of(group, requested_group_), *this),
      output_(group.runtime().buffers()) {}

SyncConnection::~SyncConnection() {
  group_.id().leave();
}

bool SyncConnection::reusable() const {
  return channel_.is_open() && !closed_ && association_.idle() && output_.empty() &&
         association_.state() == protocol::ClientAssociationState::open;
}

void SyncConnection::set_com_timeout(std::optional<ComTimeout> timeout) {
  const transport::KeepAlive wanted = keep_alive_of(timeout, group_.runtime().limits());
  if (std::exchange(keep_alive_, wanted) != wanted && channel_.is_open())
    transport::set_keep_alive(channel_.descriptor(), wanted);
}

Result<Response> SyncConnection::call(protocol::ClientCallRecord& record, uint32_t timeout_ms,
                                      sync::CancelPort* cancels, SyncStream* stream) {
  timeout_ = std::chrono::milliseconds(timeout_ms);
  record_ = &record;
  cancels_ = cancels;
  cancel_ends_ = Time::max();
  wanted_room_ = k_first_room;
  stream_ = stream;
  stream_failure_ = {};
  response_ = {};
  status_ = {};
  ended_ = unsent_ = request_left_ = false;
  transport_error_ = 0;
  stepping_.reset();
  const bool was_bound = bound_;
  if (!channel_.is_open()) RPC_TRY(connect());
  if (const Status refused = association_.start_call(record).status(); !refused.ok()) {
    unsent_ = was_bound;
    return refused;
  }
  while (!ended_) {
    send();
    if (ended_) break;
    if (stepping_)
      run_step();
    else if (stream_ && bound_ && record.wants_data())
      feed(record);
    else
      receive();
  }
  room_.reset();
  packets_.add(group_.runtime().statistics(), association_.pdus_read(), pdus);
  if (status_.ok()) return std::move(response_);
  if (transport_error_ != 0 && status_.record == 0)
    status_ = broken_connection(status_.code, transport_error_, group_);
  if (status_.code == RPC_S_CALL_FAILED && !request_left_)
    status_ = Status{RPC_S_CALL_FAILED_DNE, status_.record};
  if (status_.code == RPC_S_CALL_FAILED_DNE && was_bound) unsent_ = true;
  return status_;
}

// The whole time for connecting is bounded even when the call's is not.
Status SyncConnection::connect() {
  transport::Patience whole = patience();
  const Time call_ends = whole.deadline;
  Clock& clock = group_.runtime().clock();
  whole.deadline = std::min(call_ends, clock.now() + group_.runtime().limits().connect_timeout);
  const transport::Destination& server = group_.server();
  Result<transport::AddressList> addresses = server.addresses;
  if (server.find)
    addresses = group_.resolver().run_now(server.find, whole);
  else if (server.needs_lookup())
    addresses = group_.resolver().resolve_now(server.host, server.port, whole);
  Status status = addresses.status();
  if (status.ok()) {
    Result<transport::BlockingChannel> channel =
        transport::BlockingChannel::connect(*addresses, whole);
    status = channel.status();
    if (status.ok()) status = check_server(group_.key().auth.get(), channel->descriptor());
    if (status.ok()) channel_ = std::move(channel).value();
    if (status.ok() && keep_alive_ != transport::k_usual_keep_alive)
      transport::set_keep_alive(channel_.descriptor(), keep_alive_);
  }
  if (status.ok()) {
    association_.connected();
    return status;
  }
  association_.connect_failed(status);
  if (status.code == RPC_S_CALL_CANCELLED) (void)cancels_->take();  // which has ended the call
  return call_ends != Time::max() && clock.now() >= call_ends ? Status{RPC_S_CALL_CANCELLED}
                                                              : status;
}

transport::Patience SyncConnection::patience() {
  const int wake_fd = cancels_ ? cancels_->descriptor() : -1;
  if (timeout_ == Duration::zero()) return {cancel_ends_, wake_fd};
  return {std::min(cancel_ends_, group_.runtime().clock().now() + timeout_), wake_fd};
}

void SyncConnection::send() {
  while (association_.wants_to_send()) {
    const size_t produced = association_.pump(*this, k_send_budget);
    if (out_of_memory_) return give_up(Status{RPC_S_OUT_OF_MEMORY});
    if (!write_queue() || produced == 0) return;
  }
}

// May block, and is not bounded by the call's time-out: a mechanism cannot be interrupted.
void SyncConnection::run_step() {
  const std::shared_ptr<security::SecurityContext> context = std::move(stepping_);
  Result<security::Step> result = group_.runtime().handshakes().run(*context, token_);
  const bool failed = !result.ok();
  association_.stepped(std::move(result));
  if (failed) unsent_ = false;  // another connection would fail likewise
  if (closed_ && !ended_) lost();
}

bool SyncConnection::write_queue() {
  while (!output_.empty()) {
    std::array<iovec, k_vectors> vectors;
    const size_t count = output_.gather(vectors.data(), vectors.size());
    const transport::Transfer written =
        channel_.write_all(std::span(vectors).first(count), patience());
    output_.consume(written.bytes);
    const bool request = record_->state != protocol::ClientCallState::queued;
    if (bound_ && request && written.bytes > 0) request_left_ = true;
    if (written.end != transport::Transfer::End::done) stopped(written);
    if (ended_) return false;
  }
  return true;
}

void SyncConnection::receive() {
  if (!make_room()) return give_up(Status{RPC_S_OUT_OF_MEMORY});
  const MutableBytes room{room_.data(), wanted_room_};
  const transport::Transfer read = channel_.read_some(room, patience());
  if (read.end != transport::Transfer::End::done) return stopped(read);
  if (read.bytes == room.size()) wanted_room_ = k_larger_room;
  association_.on_bytes(room.first(read.bytes));
  if (!stream_failure_.ok()) return give_up(stream_failure_);
  if (closed_ && !ended_) lost();
}

// The next part of a request that streams. The server may have had enough of it.
void SyncConnection::feed(protocol::ClientCallRecord& record) {
  look();
  if (ended_) return;
  protocol::StubData data;
  bool last = false;
  const Status made = stream_->next_request_data(data, last);
  if (!made.ok()) return give_up(made);
  association_.supply(record, std::move(data), last);
}

// Takes what has come, without waiting.
void SyncConnection::look() {
  if (!make_room()) return give_up(Status{RPC_S_OUT_OF_MEMORY});
  const MutableBytes room{room_.data(), wanted_room_};
  const transport::Transfer read = channel_.read_some(room, {Time{}, -1});
  if (read.end == transport::Transfer::End::timed_out) return;
  if (read.end != transport::Transfer::End::done) return stopped(read);
  association_.on_bytes(room.first(read.bytes));
  if (closed_ && !ended_) lost();
}

void SyncConnection::on_response_data(protocol::ClientCallRecord&, bool big_endian, Bytes data) {
  if (stream_ && stream_failure_.ok()) stream_failure_ = stream_->response_data(data, big_endian);
}

bool SyncConnection::make_room() {
  if (!room_ || room_.capacity() < wanted_room_)
    room_ = group_.runtime().buffers().get(wanted_room_);
  return static_cast<bool>(room_);
}

void SyncConnection::stopped(const transport::Transfer& transfer) {
  using End = transport::Transfer::End;
  if (transfer.end == End::woken) return cancelled();
  if (transfer.end == End::timed_out) return timed_out();
  if (transfer.end == End::failed) read_last_words();
  transport_error_ = transfer.error;
  lost();
}

// The call's own time-out ends it as a cancel would (AR-112), that of a cancel as it says (AR-071).
void SyncConnection::timed_out() {
  const bool cancel_is_over = group_.runtime().clock().now() >= cancel_ends_;
  give_up(cancel_is_over ? cancel_status_ : Status{RPC_S_CALL_CANCELLED});
}

// The server is told once, after the request; what it makes of it is awaited. A server that has
// seen nothing of the request has nothing to be told.
void SyncConnection::cancelled() {
  const std::optional<sync::Cancel> cancel = cancels_->take();
  if (!cancel) return;
  if (!request_left_) return give_up(Status{RPC_S_CALL_CANCELLED});
  cancel_status_ = Status{cancel->ends_as_cancelled ? RPC_S_CALL_CANCELLED : RPC_S_CALL_FAILED};
  cancel_ends_ =
      cancel->patience ? group_.runtime().clock().now() + *cancel->patience : Time::max();
  association_.cancel(*record_, false);
}

// The server may have said why before it went, by a fault or a bind_nak: a write that failed does
// not mean that there is nothing to read.
void SyncConnection::read_last_words() {
  const transport::Patience now{Time{}, -1};  // no waiting
  while (!ended_ && !closed_ && make_room()) {
    const MutableBytes room{room_.data(), wanted_room_};
    const transport::Transfer read = channel_.read_some(room, now);
    if (read.end != transport::Transfer::End::done) return;
    association_.on_bytes(room.first(read.bytes));
  }
}

void SyncConnection::lost() {
  channel_.close();
  output_.clear();
  if (!closed_) association_.connection_lost();
  if (!ended_) status_ = Status{RPC_S_CALL_FAILED, status_.record};
  ended_ = true;
}

// Ends the call here; what the server does with it is not known.
void SyncConnection::give_up(Status status) {
  channel_.close();
  output_.clear();
  if (!closed_) association_.close();
  ended_ = request_left_ = true;
  unsent_ = false;
  status_ = status;
}

void SyncConnection::on_bound() {
  bound_ = true;
  group_.id().bound(association_.association_group());
}

void SyncConnection::on_transfer_syntax(const protocol::InterfaceOffer& interface,
                                        const SyntaxId& transfer) {
  group_.transfer_choices().learn(interface, transfer);
}

void SyncConnection::on_step(std::shared_ptr<security::SecurityContext> context,
                             std::vector<uint8_t> token) {
  stepping_ = std::move(context);
  token_ = std::move(token);
}

void SyncConnection::on_response(protocol::ClientCallRecord&,
                                 protocol::IncomingResponse& response) {
  response_.big_endian = response.big_endian;
  response_.transfer_syntax = response.transfer_syntax;
  response_.stub_data = response.stub_data;
  response_.owner = response.owner ? std::move(response.owner) : room_;
  ended_ = true;
}

void SyncConnection::on_fault(protocol::ClientCallRecord&, int32_t status, bool) {
  status_ = fault_status(failure(status), association_.fault_information(), group_);
  ended_ = request_left_ = true;
}

void SyncConnection::on_call_failed(protocol::ClientCallRecord& record, Status status) {
  if (status.code == RPC_S_UNSUPPORTED_TRANS_SYN)
    group_.transfer_choices().forget(*record.interface);
  status_ = Status{failure(status.code), status.record};
  ended_ = true;
}

void SyncConnection::on_close(Status) {
  closed_ = true;
  if (!bound_ && requested_group_ != 0 && channel_.is_open()) {
    group_.id().forget(requested_group_);
    unsent_ = true;
  }
}

void SyncConnection::append(Bytes small) {
  if (!output_.append(small)) out_of_memory_ = true;
}

void SyncConnection::append(BufferRef block, size_t offset, size_t length) {
  if (!output_.append(std::move(block), offset, length)) out_of_memory_ = true;
}

}  // namespace farcall::runtime::client
