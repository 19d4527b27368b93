// AsyncConnections: the loop-driven connections of an association group, and which call takes
// which.
//
// One connection carries all asynchronous calls when the server multiplexes (C706 12.6.3.1
// PFC_CONC_MPX). Calls reach the loop in the order in which each thread started them, and leave in
// that order: this is causal order (AR-077). A server that does not multiplex gets exclusive
// connections, one call each at a time, up to a limit; there the order in which calls are
// dispatched is the server's. Calls whose program has given up their order (AR-080) are spread over
// several connections where the server multiplexes, too: there they do not wait for each other. A call
// with pipes has a connection to itself while it is under way, so that nobody waits for its program to
// push or pull; its order among other calls is given up with that. Until the first bind is answered, calls wait here, because only the
// answer tells which it is. On the group's loop only.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/intrusive_list.h"
#include "base/status.h"
#include "protocol/client_association.h"
#include "runtime/client/async_connection.h"

namespace farcall::runtime::client {

class AssociationGroup;
class ClientCall;

class AsyncConnections {
 public:
  explicit AsyncConnections(AssociationGroup& group) : group_(group) {}
  AsyncConnections(const AsyncConnections&) = delete;
  AsyncConnections& operator=(const AsyncConnections&) = delete;

  // A call that has just come from its thread.
  void start(ClientCall& call);
  // Of a call that is over, does nothing.
  void cancel(ClientCall& call, bool abortive);
  // Of a call with pipes: its program has pushed or pulled.
  void feed(ClientCall& call);
  void drop_idle();
  // Calls end, connections close, and no new ones come.
  void shut_down();

  // A connection's reports.
  void bound(AsyncConnection& connection);
  // Its last call has ended.
  void idle() { assign(); }
  // A call that its connection could not send, to be carried by another one as soon as
  // assign_requeued() or lost() comes.
  void requeue(ClientCall& call);
  void assign_requeued();
  // Whether a call that `connection` could not bind for has another one to wait for.
  [[nodiscard]] bool others_are_bound(const AsyncConnection& connection);
  // It takes no calls any more; `status` is what ended it.
  void lost(AsyncConnection& connection, Status status);
  // Nothing of it is left; destroys it.
  void remove(AsyncConnection& connection);

 private:
  using CallList = IntrusiveList<protocol::ClientCallRecord, &protocol::ClientCallRecord::link>;

  void assign();
  void assign(CallList& waiting);
  static void take_from_waiting(ClientCall& call);
  AsyncConnection* connection_for(const ClientCall& next);
  AsyncConnection* connection_for_noncausal();
  AsyncConnection* connection_for_pipes();
  AsyncConnection* make_connection();
  void fail_waiting(Status status);
  static void fail_waiting(CallList& waiting, Status status);
  void put_requeued_first();

  AssociationGroup& group_;
  IntrusiveList<AsyncConnection, &AsyncConnection::link> connections_;
  CallList waiting_;
  CallList waiting_pipes_;  // calls with pipes
  CallList requeued_;       // of the connection that is being lost
  size_t count_ = 0;
  size_t turn_ = 0;                    // of calls without order
  size_t exclusive_limit_ = SIZE_MAX;  // what the server turned out to accept
  bool exclusive_ = false;             // the server does not multiplex
  bool rebinding_ = false;             // a bind was refused that named a group the server forgot
  bool closed_ = false;
};

}  // namespace farcall::runtime::client
