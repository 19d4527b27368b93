// One asynchronous connection: what its stream, connector and association tell each other.
#include "runtime/client/async_connection.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "runtime/client/association_group.h"
#include "runtime/client/call_errors.h"
#include "runtime/client/client_call.h"
#include "runtime/client/server_identity.h"

namespace farcall::runtime::client {
namespace {

// What may wait in the stream before the association is asked for no more.
constexpr size_t k_queue_full = 256u << 10;
// For the peer to take what was queued when the association ended (an orphaned PDU, for instance).
constexpr std::chrono::seconds k_last_words{2};

protocol::ClientConfig config_of(AssociationGroup& group, uint32_t association_group) {
  Runtime& runtime = group.runtime();
  return {runtime.limits(),
          runtime.buffers(),
          group.call_ids(),
          association_group,
          true,
          group.offers_header_signing()};
}

}  // namespace

AsyncConnection::AsyncConnection(std::shared_ptr<AssociationGroup> group, transport::Loop& loop)
    : group_(std::move(group)),
      owner_(group_->async()),
      loop_(loop),
      requested_group_(group_->id().join()),
      association_(config_of(*group_, requested_group_), *this),
      connector_(loop),
      stream_(loop, group_->runtime().buffers()),
      turn_end_(*this, run_turn_end),
      pump_watch_(*this, run_pump),
      linger_timer_(*this, run_linger),
      connect_timer_(*this, run_connect_timer) {}

AsyncConnection::~AsyncConnection() {
  turn_end_.link.unlink();
  pump_watch_.link.unlink();
  group_->id().leave();
}

bool AsyncConnection::takes_calls() const {
  return !refuses_ && !ended_ && !shutting_down_ &&
         association_.state() < protocol::ClientAssociationState::draining;
}

// Until the bind is answered, the call that it is for is the only one.
bool AsyncConnection::takes_next() const {
  return association_.idle() || (bound_ && association_.multiplexed() && !piped_);
}

bool AsyncConnection::start(ClientCall& call) {
  Status started;
  drive([&] {
    apply_com_timeout(call.com_timeout());
    call.set_connection(this);
    started = association_.start_call(call).status();
    if (started.ok()) {
      if (call.pipes) piped_ = &call;
      if (phase_ == Phase::fresh) open();
      return;
    }
    call.set_connection(nullptr);
    refuses_ = true;
    if (phase_ == Phase::fresh) association_.connect_failed(started);
  });
  return started.ok();
}

// The calls of a connection share it: the most impatient of those under way decides.
void AsyncConnection::apply_com_timeout(std::optional<ComTimeout> timeout) {
  const transport::KeepAlive wanted = keep_alive_of(timeout, group_->runtime().limits());
  const bool sooner =
      wanted.idle.count() > 0 && (keep_alive_.idle.count() == 0 || wanted.idle < keep_alive_.idle);
  if (wanted == keep_alive_ || (!association_.idle() && !sooner)) return;
  keep_alive_ = wanted;
  if (stream_.is_open()) transport::set_keep_alive(stream_.descriptor(), keep_alive_);
}

void AsyncConnection::cancel(ClientCall& call, bool abortive) {
  drive([&] {
    // The server's answer to it may stand behind what nobody pulls any more.
    if (&call == piped_) call.pipes->input.set_limit(group_->runtime().limits().max_response);
    association_.cancel(call, abortive);
    settle_reading();
  });
}

void AsyncConnection::feed() {
  drive([&] {
    if (!piped_) return;
    piped_->pipes->output.loop_comes();
    settle_reading();
  });
}

void AsyncConnection::close_if_idle() {
  if (!ended_ && association_.idle()) drive([&] { association_.close(); });
}

void AsyncConnection::shut_down() {
  shutting_down_ = driving_ = true;
  if (!ended_) association_.close();
}

template <class Step>
void AsyncConnection::drive(Step step) {
  if (driving_) return step();
  driving_ = true;
  step();
  pump();
  packets_.add(group_->runtime().statistics(), association_.pdus_read(), pdus);
  driving_ = false;
  if (ended_) return conclude();  // may be the end of *this
  owner_.assign_requeued();
}

void AsyncConnection::pump() {
  while (phase_ == Phase::open && (association_.wants_to_send() || supply())) {
    const size_t queued = stream_.queued_bytes();
    if (queued >= k_queue_full) return loop_.at_end_of_turn(turn_end_);
    if (association_.pump(*this, k_queue_full - queued) == 0) return;
    // Behind the stream's own, which has been asked for by now.
    if (piped_) loop_.at_end_of_turn(turn_end_);
  }
}

// Gives a request that streams the next that its program has pushed; false when there is nothing.
bool AsyncConnection::supply() {
  if (!piped_ || !bound_ || !piped_->wants_data()) return false;
  CallPipes& pipes = *piped_->pipes;
  pipes.output.open();
  ndr::Marshalled block;
  bool last = false;
  if (!pipes.output.take(block, last)) return false;
  pipes.supplied = true;
  association_.supply(*piped_, {std::move(block.block), block.offset, block.length}, last);
  return true;
}

void AsyncConnection::acknowledge() {
  if (piped_) piped_->pipes->output.acknowledge();
}

// While too much of a response waits to be pulled, the server is made to wait.
void AsyncConnection::settle_reading() {
  if (!stream_.is_open()) return;
  const bool full = piped_ && piped_->pipes->input.full();
  if (full == stream_.reading_paused()) return;
  if (full)
    stream_.pause_reading();
  else
    stream_.resume_reading();
}

// Comes after the stream's own end of turn. What is still queued then does not fit into the kernel,
// and on_drained() will follow; otherwise there is room again.
void AsyncConnection::run_turn_end(transport::TurnEnd& end) {
  AsyncConnection& self = transport::Part<transport::TurnEnd, AsyncConnection>::of(end);
  if (self.stream_.queued_bytes() != 0) return;
  self.acknowledge();
  self.loop_.make_ready(self.pump_watch_);
}

void AsyncConnection::run_pump(transport::Watch& watch) {
  transport::Part<transport::Watch, AsyncConnection>::of(watch).drive([] {});
}

void AsyncConnection::on_drained() {
  acknowledge();
  drive([] {});
}

void AsyncConnection::conclude() {
  loop_.cancel(linger_timer_);
  if (phase_ == Phase::open) {
    phase_ = Phase::closing;
    if (stream_.queued_bytes() > 0)
      stream_.close_after_flush(k_last_words);
    else
      stream_.close();
  }
  const bool gone = phase_ != Phase::closing;
  if (!std::exchange(reported_, true)) owner_.lost(*this, reason_);
  if (gone) owner_.remove(*this);
}

// -- opening ------------------------------------------------------------------------------------

void AsyncConnection::open() {
  phase_ = Phase::connecting;
  connect_by_ = loop_.now() + group_->runtime().limits().connect_timeout;
  const transport::Destination& server = group_->server();
  if (!server.find && !server.needs_lookup()) return on_resolved(server.addresses);
  transport::Resolver& resolver = group_->resolver();
  const Status begun =
      server.find ? resolver.run(resolution_, server.find, loop_, *this).status()
                  : resolver.resolve(resolution_, server.host, server.port, loop_, *this).status();
  if (!begun.ok()) return association_.connect_failed(begun);
  loop_.arm(connect_timer_, connect_by_);
}

// Nobody knows how long a name server, or an endpoint mapper, takes.
void AsyncConnection::run_connect_timer(transport::Timer& timer) {
  AsyncConnection& self = transport::Part<transport::Timer, AsyncConnection>::of(timer);
  self.resolution_.cancel();
  self.drive([&] { self.association_.connect_failed(Status{RPC_S_SERVER_UNAVAILABLE}); });
}

void AsyncConnection::on_resolved(Result<transport::AddressList> addresses) {
  loop_.cancel(connect_timer_);
  if (addresses.ok())
    return connector_.connect(std::move(addresses).value(),
                              std::max(connect_by_ - loop_.now(), Duration::zero()), *this);
  drive([&] { association_.connect_failed(addresses.status()); });
}

void AsyncConnection::on_connected(transport::UniqueFd fd, const transport::Address&) {
  drive([&] {
    const Status right = check_server(group_->key().auth.get(), fd.get());
    if (!right.ok()) return association_.connect_failed(right);
    const Status opened = stream_.open(std::move(fd), *this).status();
    if (!opened.ok()) return association_.connect_failed(opened);
    if (keep_alive_ != transport::k_usual_keep_alive)
      transport::set_keep_alive(stream_.descriptor(), keep_alive_);
    phase_ = Phase::open;
    connected_ = true;
    association_.connected();
  });
}

void AsyncConnection::on_connect_failed(Status status) {
  drive([&] { association_.connect_failed(status); });
}

// -- the stream ---------------------------------------------------------------------------------

void AsyncConnection::on_bytes(Bytes bytes) {
  if (ended_) return;
  drive([&] { association_.on_bytes(bytes); });
}

void AsyncConnection::on_closed(int error) {
  phase_ = Phase::gone;
  transport_error_ = error;
  drive([&] {
    if (!ended_) association_.connection_lost();
    ended_ = true;
  });
}

void AsyncConnection::append(Bytes small) {
  (void)stream_.send(small);  // out of memory: the stream closes itself
}

void AsyncConnection::append(BufferRef block, size_t offset, size_t length) {
  (void)stream_.send(std::move(block), offset, length);
}

// -- the association ----------------------------------------------------------------------------

void AsyncConnection::on_bound() {
  bound_ = true;
  group_->id().bound(association_.association_group());
  owner_.bound(*this);
}

void AsyncConnection::on_transfer_syntax(const protocol::InterfaceOffer& interface,
                                         const SyntaxId& transfer) {
  group_->transfer_choices().learn(interface, transfer);
}

void AsyncConnection::on_step(std::shared_ptr<security::SecurityContext> context,
                              std::vector<uint8_t> token) {
  if (!self_) self_ = std::make_shared<AsyncConnection*>(this);
  const std::weak_ptr<AsyncConnection*> weak = self_;
  group_->runtime().handshakes().start(
      std::move(context), std::move(token), loop_, [weak](Result<security::Step> result) {
        const std::shared_ptr<AsyncConnection*> alive = weak.lock();
        if (!alive) return;
        AsyncConnection& self = **alive;
        self.handshake_failed_ |= !result.ok();
        self.drive([&] { self.association_.stepped(std::move(result)); });
      });
}

// The association is done with it.
void AsyncConnection::take_back(ClientCall& call) {
  call.set_connection(nullptr);
  if (&call != piped_) return;
  piped_ = nullptr;
  settle_reading();
}

void AsyncConnection::on_response_data(protocol::ClientCallRecord& record, bool big_endian,
                                       Bytes data) {
  PipeInput& input = static_cast<ClientCall&>(record).pipes->input;
  input.set_big_endian(big_endian);
  input.append(data, false);
  settle_reading();
}

void AsyncConnection::on_response(protocol::ClientCallRecord& record,
                                  protocol::IncomingResponse& response) {
  auto& call = static_cast<ClientCall&>(record);
  take_back(call);
  call.answer(group_->runtime().buffers(), response);
}

void AsyncConnection::on_fault(protocol::ClientCallRecord& record, int32_t status, bool) {
  auto& call = static_cast<ClientCall&>(record);
  take_back(call);
  call.end(fault_status(failure(status), association_.fault_information(), *group_));
}

void AsyncConnection::on_call_failed(protocol::ClientCallRecord& record, Status status) {
  auto& call = static_cast<ClientCall&>(record);
  take_back(call);
  if (status.code == RPC_S_UNSUPPORTED_TRANS_SYN)
    group_->transfer_choices().forget(*record.interface);
  if (may_go_elsewhere(call, status) && call.take_second_chance()) return owner_.requeue(call);
  if (transport_error_ != 0 && status.record == 0)
    status = broken_connection(status.code, transport_error_, *group_);
  call.end(Status{failure(status.code), status.record});
}

// A call of which nothing was sent goes on elsewhere without the program noticing (D9): when the
// server had closed an idle connection or asks us to leave it, does not know our association group
// any more, or wants no more connections than there are.
bool AsyncConnection::may_go_elsewhere(const ClientCall& call, Status status) {
  if (shutting_down_ || handshake_failed_ || call.finished() || status.code == RPC_S_CALL_CANCELLED)
    return false;
  if (call.pipes && call.pipes->supplied) return false;
  const bool draining = association_.state() == protocol::ClientAssociationState::draining;
  if (bound_) return status.code == RPC_S_CALL_FAILED_DNE && (draining || phase_ == Phase::gone);
  return named_unknown_group() || owner_.others_are_bound(*this);
}

void AsyncConnection::on_idle() {
  idle_since_ = loop_.now();
  if (!linger_timer_.armed()) loop_.arm(linger_timer_, idle_since_ + group_->linger());
  owner_.idle();
}

void AsyncConnection::run_linger(transport::Timer& timer) {
  AsyncConnection& self = transport::Part<transport::Timer, AsyncConnection>::of(timer);
  if (!self.association_.idle()) return;  // on_idle() will arm it again
  const Time due = self.idle_since_ + self.group_->linger();
  if (self.loop_.now() < due) return self.loop_.arm(timer, due);
  // A context handle lives as long as the server sees one of our connections.
  if (self.group_->has_contexts())
    return self.loop_.arm(timer, self.loop_.now() + self.group_->linger());
  self.close_if_idle();
}

void AsyncConnection::on_close(Status reason) {
  ended_ = true;
  // Of the calls that only waited for this connection nothing was sent.
  const bool no_reason = reason.ok() || reason.code == RPC_S_CALL_FAILED;
  reason_ = no_reason ? Status{RPC_S_CALL_FAILED_DNE, reason.record} : reason;
  if (named_unknown_group()) group_->id().forget(requested_group_);
}

}  // namespace farcall::runtime::client
