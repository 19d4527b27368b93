// Listener: accepts connections on a loop.
//
// A reserve descriptor lets it take and drop connections when the process has no descriptors left,
// so that the backlog neither fills nor makes the loop spin. All calls on the loop; the handler is
// called from the loop's turn only and may destroy the listener.
#pragma once

#include <cstdint>
#include <memory>

#include "base/result.h"
#include "transport/loop.h"
#include "transport/part.h"
#include "transport/protocol_sequence.h"
#include "transport/unique_fd.h"

namespace farcall::transport {

struct ListenerHandler {
  // Non-blocking, close-on-exec, with the options of its kind.
  virtual void on_accept(UniqueFd fd, const Address& peer, const Address& local) = 0;

 protected:
  ~ListenerHandler() = default;
};

class Listener {
 public:
  // What one listener may accept in a turn before others get theirs.
  static constexpr unsigned k_accepts_per_turn = 64;

  explicit Listener(Loop& loop);
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener();

  // Takes over a socket that listens already. RPC_S_OUT_OF_RESOURCES. May be called on any thread
  // as long as start() has not been.
  Result<void> adopt(ListeningSocket socket);
  // Begins to accept what has queued. On the loop.
  Result<void> start(ListenerHandler& handler);
  // On the loop, idempotent. Connections not yet accepted are reset.
  void close();
  [[nodiscard]] const Address& address() const { return address_; }
  // Connections dropped for want of descriptors.
  [[nodiscard]] uint64_t shed() const { return shed_; }

 private:
  enum class Accepted : uint8_t { one, none, gone };

  static void run_watch(Watch& watch);
  static void run_retry(Timer& timer);
  void accept_some();
  [[nodiscard]] Accepted accept_one();
  [[nodiscard]] Accepted accept_failed(int error);
  [[nodiscard]] Accepted shed_one();
  [[nodiscard]] Accepted retry_later();

  Loop& loop_;
  Part<Watch, Listener> watch_;
  Part<Timer, Listener> retry_;
  UniqueFd fd_;
  UniqueFd reserve_;
  ListenerHandler* handler_ = nullptr;
  Address address_;
  std::shared_ptr<void> name_;
  uint64_t shed_ = 0;
};

}  // namespace farcall::transport
