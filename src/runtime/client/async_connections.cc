// The choice of a connection for each asynchronous call.
#include "runtime/client/async_connections.h"

#include <algorithm>
#include <new>

#include "runtime/client/association_group.h"
#include "runtime/client/client_call.h"

namespace farcall::runtime::client {

void AsyncConnections::start(ClientCall& call) {
  if (closed_) return call.end(RPC_S_CALL_FAILED_DNE);
  if (call.finished()) return call.end(RPC_S_CALL_CANCELLED);  // cancelled on its way here
  call.set_waiting(true);
  (call.pipes ? waiting_pipes_ : waiting_).push_back(call);
  assign();
}

void AsyncConnections::feed(ClientCall& call) {
  if (AsyncConnection* connection = call.connection()) connection->feed();
}

void AsyncConnections::cancel(ClientCall& call, bool abortive) {
  if (AsyncConnection* connection = call.connection()) return connection->cancel(call, abortive);
  if (!call.waiting()) return abortive ? call.drop_unpulled() : void();
  if (!abortive) {
    call.cancel_asked = true;
    return;
  }
  take_from_waiting(call);
  call.end(RPC_S_CALL_CANCELLED);
}

void AsyncConnections::take_from_waiting(ClientCall& call) {
  call.link.unlink();
  call.set_waiting(false);
}

// Gives waiting calls to connections, in order, as far as there are any.
void AsyncConnections::assign() {
  assign(waiting_);
  assign(waiting_pipes_);
}

void AsyncConnections::assign(CallList& waiting) {
  while (protocol::ClientCallRecord* next = waiting.front()) {
    auto& call = static_cast<ClientCall&>(*next);
    if (call.finished()) {  // its cancel is still on the way here
      take_from_waiting(call);
      call.end(RPC_S_CALL_CANCELLED);
      continue;
    }
    AsyncConnection* connection = connection_for(call);
    if (!connection) return;
    take_from_waiting(call);
    const bool new_one = !connection->bound();
    if (connection->start(call)) continue;
    if (new_one) {  // the group has no call ids left
      call.end(RPC_S_CALL_FAILED_DNE);
      continue;
    }
    call.set_waiting(true);
    waiting.push_front(call);
  }
}

// One that is idle, else a new one as long as there are few, else the next in turn.
AsyncConnection* AsyncConnections::connection_for_noncausal() {
  size_t usable = 0;
  AsyncConnection* idle = nullptr;
  connections_.for_each([&](AsyncConnection& connection) {
    if (!connection.takes_calls() || !connection.takes_next()) return;
    ++usable;
    if (!idle && connection.idle()) idle = &connection;
  });
  const size_t limit =
      std::min<size_t>(group_.runtime().limits().max_noncausal_connections, exclusive_limit_);
  if (idle || usable == 0) return idle;
  if (count_ < limit) return make_connection();
  AsyncConnection* chosen = nullptr;
  size_t skip = turn_++ % usable;
  connections_.for_each([&](AsyncConnection& connection) {
    if (chosen || !connection.takes_calls() || !connection.takes_next()) return;
    if (skip-- == 0) chosen = &connection;
  });
  return chosen;
}

// One that nobody uses. Of a server that does not want more of them, the next that is free.
AsyncConnection* AsyncConnections::connection_for_pipes() {
  AsyncConnection* free = nullptr;
  connections_.for_each([&](AsyncConnection& connection) {
    if (!free && connection.takes_calls() && connection.bound() && connection.idle())
      free = &connection;
  });
  const size_t limit =
      std::min<size_t>(group_.runtime().limits().max_exclusive_connections, exclusive_limit_);
  return free || count_ >= limit ? free : make_connection();
}

AsyncConnection* AsyncConnections::connection_for(const ClientCall& next) {
  if (next.pipes) return connection_for_pipes();
  if (next.noncausal() && !exclusive_)
    if (AsyncConnection* free = connection_for_noncausal()) return free;
  AsyncConnection* chosen = nullptr;
  bool binding = false;
  connections_.for_each([&](AsyncConnection& connection) {
    if (chosen || !connection.takes_calls()) return;
    if (connection.takes_next()) chosen = &connection;
    binding |= !connection.bound();
  });
  if (chosen) return chosen;
  if (binding && !exclusive_) return nullptr;  // its bind will tell
  if (exclusive_ && count_ >= std::min<size_t>(group_.runtime().limits().max_exclusive_connections,
                                               exclusive_limit_))
    return nullptr;
  return make_connection();
}

AsyncConnection* AsyncConnections::make_connection() {
  const Result<transport::Loop&> loop = group_.loop();
  AsyncConnection* made =
      loop.ok() ? new (std::nothrow) AsyncConnection(group_.shared_from_this(), *loop) : nullptr;
  if (!made) {
    fail_waiting(loop.ok() ? Status{RPC_S_OUT_OF_MEMORY} : loop.status());
    return nullptr;
  }
  connections_.push_back(*made);
  ++count_;
  return made;
}

void AsyncConnections::bound(AsyncConnection& connection) {
  exclusive_ = !connection.multiplexed();
  rebinding_ = false;
  assign();
}

void AsyncConnections::requeue(ClientCall& call) {
  call.set_waiting(true);
  requeued_.push_back(call);
}

void AsyncConnections::assign_requeued() {
  if (requeued_.empty()) return;
  put_requeued_first();
  assign();
}

// They were started before those that wait.
void AsyncConnections::put_requeued_first() {
  while (protocol::ClientCallRecord* later = waiting_.pop_front()) requeued_.push_back(*later);
  while (protocol::ClientCallRecord* next = requeued_.pop_front())
    (static_cast<ClientCall*>(next)->pipes ? waiting_pipes_ : waiting_).push_back(*next);
}

bool AsyncConnections::others_are_bound(const AsyncConnection& connection) {
  bool found = false;
  connections_.for_each([&](AsyncConnection& other) {
    found |= &other != &connection && other.takes_calls() && other.bound();
  });
  return found;
}

// A connection that never came about speaks for the calls that wait for it. When the server merely
// does not want more of them than there are, those have to do.
void AsyncConnections::lost(AsyncConnection& connection, Status status) {
  if (!requeued_.empty()) put_requeued_first();
  if (closed_) return;
  if (!connection.bound()) {
    if (others_are_bound(connection)) {
      exclusive_limit_ = count_ - 1;
    } else if (connection.named_unknown_group() && !rebinding_) {
      rebinding_ = true;
    } else {
      return fail_waiting(status);
    }
  }
  assign();
}

void AsyncConnections::remove(AsyncConnection& connection) {
  const std::shared_ptr<AssociationGroup> keep = group_.shared_from_this();
  connection.link.unlink();
  delete &connection;
  if (--count_ == 0) exclusive_limit_ = SIZE_MAX;
  if (!closed_ && (exclusive_ || !waiting_pipes_.empty())) assign();
}

void AsyncConnections::fail_waiting(Status status) {
  fail_waiting(waiting_, status);
  fail_waiting(waiting_pipes_, status);
}

void AsyncConnections::fail_waiting(CallList& waiting, Status status) {
  while (protocol::ClientCallRecord* next = waiting.front()) {
    auto& call = static_cast<ClientCall&>(*next);
    take_from_waiting(call);
    call.end(Status{failure(status.code), status.record});
  }
}

void AsyncConnections::drop_idle() {
  connections_.for_each([](AsyncConnection& connection) { connection.close_if_idle(); });
}

void AsyncConnections::shut_down() {
  closed_ = true;
  while (AsyncConnection* connection = connections_.front()) {
    connection->shut_down();
    remove(*connection);
  }
  fail_waiting(Status{RPC_S_CALL_FAILED_DNE});
}

}  // namespace farcall::runtime::client
