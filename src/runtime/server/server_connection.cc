// The life of a server's connection, and the flow of its bytes. Requests and answers are in
// server_connection_calls.cc.
#include "runtime/server/server_connection.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <new>
#include <utility>

#include "base/log.h"

namespace farcall::runtime {
namespace {

// How long a peer that is told why it is dropped may take to read that.
constexpr std::chrono::milliseconds k_farewell{2000};

// A client that proposes both gets NDR64.
constexpr std::array k_transfer_syntaxes = {k_ndr64, k_ndr20};

// Unpredictable from outside, different for each connection; cheaper than the kernel's generator.
uint32_t hash_seed(const void* connection) {
  static const uint32_t secret = random_uuid().data1;
  static std::atomic<uint32_t> turn{0};
  const auto mixed = reinterpret_cast<uintptr_t>(connection) * 0x9e3779b97f4a7c15u;
  return secret ^ static_cast<uint32_t>(mixed >> 32) ^ (turn.fetch_add(1) * 0x85ebca6bu);
}

// Whose connections are counted together: a host's, or a local user's.
std::string peer_key(const ServerConnection::Origin& origin) {
  return origin.credentials ? "uid " + std::to_string(origin.credentials->uid) : origin.peer.host();
}

}  // namespace

ServerConnection::ServerConnection(ServerCore& core, transport::Loop& loop, transport::UniqueFd fd,
                                   const Origin& origin, std::string_view secondary_address)
    : ConnectionEntry{peer_key(origin), {}},
      core_(core),
      loop_(loop),
      origin_(origin),
      accepted_(std::move(fd)),
      association_({.limits = core.runtime.limits(),
                    .buffers = core.runtime.buffers(),
                    .clock = core.runtime.clock(),
                    .secondary_address = secondary_address,
                    .transfer_syntaxes = k_transfer_syntaxes,
                    .hash_seed = hash_seed(this)},
                   *this, *this),
      timer_(*this, run_timer),
      open_task_(*this, nullptr, run_open),
      close_task_(*this, nullptr, run_close),
      resume_task_(*this, nullptr, run_resume),
      pipe_room_task_(*this, nullptr, run_pipe_room),
      pipe_turn_end_(*this, run_pipe_turn_end) {}

void ServerConnection::serve(ServerCore& core, transport::Loop& loop, transport::UniqueFd fd,
                             const Origin& origin, std::string_view secondary_address) {
  auto* connection =
      new (std::nothrow) ServerConnection(core, loop, std::move(fd), origin, secondary_address);
  if (!connection) return;
  if (!core.connections.add(*connection)) return connection->drop_reference();
  if (origin.scope) origin.scope->connection_opened();
  if (loop.is_current()) return run_open(connection->open_task_);
  if (!loop.post(connection->open_task_)) connection->finish();
}

void ServerConnection::drop_reference() {
  if (references_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete this;
}

void ServerConnection::close() {
  add_reference();
  if (!loop_.post(close_task_)) drop_reference();
}

void ServerConnection::run_open(transport::Task& task) {
  ServerConnection& connection = ConnectionTask::of(task);
  connection.stream_.emplace(connection.loop_, connection.buffers());
  if (!connection.stream_->open(std::move(connection.accepted_), connection).ok()) {
    connection.stream_.reset();
    return connection.finish();
  }
  connection.settle();
}

void ServerConnection::run_close(transport::Task& task) {
  ServerConnection& connection = ConnectionTask::of(task);
  if (connection.stream_) connection.stream_->close();
  connection.drop_reference();
}

// The connection is closed, or never was one.
void ServerConnection::finish() {
  loop_.cancel(timer_);
  pipe_turn_end_.link.unlink();
  acknowledge_parts();
  release_group();
  core_.connections.remove(*this);
  if (origin_.scope) origin_.scope->connection_closed();
  drop_reference();
}

void ServerConnection::on_bytes(Bytes bytes) {
  association_.on_bytes(bytes);
  settle();
}

void ServerConnection::on_closed(int) {
  if (association_.state() != protocol::ServerAssociationState::closed)
    association_.connection_lost();
  stream_.reset();
  finish();
}

void ServerConnection::on_close(Status reason, protocol::CloseMode mode) {
  log(Level::debug, "server.connection_closed", "%s: status %d", peer.c_str(), reason.code);
  if (mode == protocol::CloseMode::after_flush)
    stream_->close_after_flush(k_farewell);
  else
    stream_->close();
}

void ServerConnection::append(Bytes small) {
  if (stream_) (void)stream_->send(small);
}

void ServerConnection::append(BufferRef block, size_t offset, size_t length) {
  if (stream_) (void)stream_->send(std::move(block), offset, length);
}

void ServerConnection::on_drained() {
  output_full_ = false;
  acknowledge_parts();
  settle();
}

void ServerConnection::request_queued() {
  if (queued_requests_.fetch_add(1) + 1 >= core_.runtime.limits().max_queued_requests)
    queue_full_ = true;
}

void ServerConnection::request_started() {
  const uint32_t left = queued_requests_.fetch_sub(1) - 1;
  if (left != core_.runtime.limits().max_queued_requests / 2 || resume_posted_.exchange(true))
    return;
  add_reference();
  if (!loop_.post(resume_task_)) drop_reference();
}

void ServerConnection::run_resume(transport::Task& task) {
  ServerConnection& connection = ConnectionTask::of(task);
  connection.resume_posted_.store(false);
  connection.queue_full_ =
      connection.queued_requests_.load() >= connection.core_.runtime.limits().max_queued_requests;
  connection.settle();
  connection.drop_reference();
}

void ServerConnection::run_timer(transport::Timer& timer) {
  ServerConnection& connection = transport::Part<transport::Timer, ServerConnection>::of(timer);
  connection.association_.on_timer();
  connection.settle();
}

void ServerConnection::settle() {
  packets_.add(core_.runtime.statistics(), association_.pdus_read(), pdus);
  if (!stream_ || !stream_->is_open()) return loop_.cancel(timer_);
  settle_reading();
  settle_timer();
}

void ServerConnection::settle_reading() {
  if (stream_->queued_bytes() > core_.runtime.limits().output_high_water) output_full_ = true;
  const bool pause = output_full_ || queue_full_ || input_full_ || association_.stepping();
  if (pause == stream_->reading_paused()) return;
  if (pause) return stream_->pause_reading();
  not_before_ = loop_.now() + core_.runtime.limits().fragment_gap;
  stream_->resume_reading();
}

// A peer is not late while it is we who do not read.
void ServerConnection::settle_timer() {
  const std::optional<Time> deadline = association_.next_deadline();
  if (!deadline || stream_->reading_paused()) return loop_.cancel(timer_);
  loop_.arm(timer_, not_before_ ? std::max(*deadline, *not_before_) : *deadline);
}

}  // namespace farcall::runtime
