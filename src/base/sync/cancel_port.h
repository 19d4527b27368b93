// CancelPort: how other threads ask a thread to give up the synchronous call that it is in
// (RpcCancelThread, RpcMgmtSetCancelTimeout, RpcTestCancel).
//
// A cancel waits at its thread until a synchronous call of it takes the cancel, or the thread looks
// for one. Several that come before that are one; the last says how long to wait. Asking: any
// thread. All else: the port's own.
#pragma once

#include <mutex>
#include <optional>

#include "base/clock.h"

namespace farcall::sync {

struct Cancel {
  // How long the call may still wait for the server's answer; empty: for as long as it takes.
  std::optional<Duration> patience;
  // The status of a call whose patience has ended: RPC_S_CALL_CANCELLED rather than
  // RPC_S_CALL_FAILED (AR-071).
  bool ends_as_cancelled = false;
};

class CancelPort {
 public:
  CancelPort() = default;
  CancelPort(const CancelPort&) = delete;
  CancelPort& operator=(const CancelPort&) = delete;
  ~CancelPort();

  void ask(const Cancel& cancel);
  // With the patience that the thread itself has set.
  void ask();

  void set_patience(std::optional<Duration> patience);
  // The cancel that waits here, taken away.
  std::optional<Cancel> take();
  // A descriptor that is readable exactly while a cancel waits here; -1 when there is none to be
  // had. Only watched, never read.
  int descriptor();

 private:
  void put(const Cancel& cancel);

  std::mutex mutex_;
  std::optional<Duration> patience_;
  std::optional<Cancel> waiting_;
  int descriptor_ = -1;
};

}  // namespace farcall::sync
