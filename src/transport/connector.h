// Connector: connects to the first address of a list that answers, on a loop.
//
// Addresses are tried in order; each gets its share of the time that is left, so that a silent one
// does not use up the time of those behind it. All calls on the loop; the handler is called from
// the loop's turn only and may destroy the connector.
#pragma once

#include <cstddef>

#include "base/clock.h"
#include "base/result.h"
#include "transport/address.h"
#include "transport/loop.h"
#include "transport/part.h"
#include "transport/unique_fd.h"

namespace farcall::transport {

struct ConnectHandler {
  virtual void on_connected(UniqueFd fd, const Address& peer) = 0;
  // RPC_S_SERVER_UNAVAILABLE, RPC_S_OUT_OF_RESOURCES, RPC_S_OUT_OF_MEMORY
  virtual void on_connect_failed(Status status) = 0;

 protected:
  ~ConnectHandler() = default;
};

class Connector {
 public:
  explicit Connector(Loop& loop);
  Connector(const Connector&) = delete;
  Connector& operator=(const Connector&) = delete;
  ~Connector();

  // One handler call follows, in a later turn.
  void connect(AddressList addresses, Duration timeout, ConnectHandler& handler);
  // No handler call follows. Idempotent.
  void cancel();
  [[nodiscard]] bool busy() const { return handler_ != nullptr; }

 private:
  static void run_watch(Watch& watch);
  static void run_timer(Timer& timer);
  void on_ready();
  void try_next();
  [[nodiscard]] int begin(const Address& address);
  void drop_attempt();
  void report();

  Loop& loop_;
  Part<Watch, Connector> watch_;
  Part<Timer, Connector> timer_;
  UniqueFd fd_;
  ConnectHandler* handler_ = nullptr;
  AddressList addresses_;
  size_t next_ = 0;
  Time deadline_{};
  int last_error_ = 0;
  bool exhausted_ = false;   // tell the handler
  bool queue_full_ = false;  // of a local listener: the same address again, soon
};

}  // namespace farcall::transport
