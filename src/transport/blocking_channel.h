// BlockingChannel: a connection that a synchronous caller pumps itself, on no loop (D9).
//
// The descriptor is non-blocking; waiting is poll() with a deadline and, if given, an eventfd that
// interrupts it. The eventfd is only watched, never read. One thread at a time.
#pragma once

#include <sys/uio.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "base/bytes.h"
#include "base/result.h"
#include "transport/address.h"
#include "transport/patience.h"
#include "transport/unique_fd.h"

namespace farcall::transport {

struct Transfer {
  enum class End : uint8_t {
    done,
    ended,  // read: the peer's FIN
    timed_out,
    woken,   // wake_fd became readable
    failed,  // `error` is the errno
  };
  End end = End::done;
  size_t bytes = 0;  // moved before the end, also when it was not `done`
  int error = 0;
};

class BlockingChannel {
 public:
  BlockingChannel() = default;
  // Of a connected non-blocking descriptor.
  explicit BlockingChannel(UniqueFd fd) : fd_(std::move(fd)) {}

  // The first address of the list that answers, each with its share of the time.
  // RPC_S_SERVER_UNAVAILABLE, RPC_S_CALL_CANCELLED when woken, RPC_S_OUT_OF_RESOURCES,
  // RPC_S_OUT_OF_MEMORY.
  static Result<BlockingChannel> connect(std::span<const Address> addresses,
                                         const Patience& patience);

  [[nodiscard]] bool is_open() const { return static_cast<bool>(fd_); }
  [[nodiscard]] int descriptor() const { return fd_.get(); }
  // All bytes or the reason why not; `vectors` is used up on the way.
  Transfer write_all(std::span<iovec> vectors, const Patience& patience);
  // At least one byte.
  Transfer read_some(MutableBytes into, const Patience& patience);
  // For a channel that should be silent: neither ended, nor reset, nor holding bytes nobody asked
  // for.
  [[nodiscard]] bool is_alive() const;
  void close() { fd_.reset(); }
  // Hands the descriptor over, to a stream for instance.
  [[nodiscard]] UniqueFd release() { return std::move(fd_); }

 private:
  UniqueFd fd_;
};

}  // namespace farcall::transport
