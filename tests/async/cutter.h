// Cutter: a relay of one TCP connection that ends it after a given number of bytes in one direction.
#pragma once

#include <poll.h>

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>

namespace farcall::test {

struct Cut {
  enum class Mode : uint8_t { reset, finish, stall };
  Mode mode = Mode::finish;
  bool to_server = true;  // the direction whose bytes are counted
  size_t at = SIZE_MAX;   // this many are relayed
};

class Cutter {
 public:
  Cutter(const std::string& server_port, const Cut& cut);
  Cutter(const Cutter&) = delete;
  Cutter& operator=(const Cutter&) = delete;
  ~Cutter();

  [[nodiscard]] std::string port() const { return std::to_string(port_); }
  [[nodiscard]] size_t relayed(bool to_server) const { return relayed_[to_server ? 1 : 0]; }
  // Whether the place of the cut was reached, within a patience that only guards against hanging.
  [[nodiscard]] bool wait_for_cut() const;

 private:
  struct Ends;
  void run(uint16_t server_port);
  void relay(Ends& ends);
  // False when the connection is over.
  bool pass(Ends& ends, bool to_server);

  Cut cut_;
  int listener_ = -1;
  int stop_[2] = {-1, -1};  // a pipe: the destructor closes its writing end
  uint16_t port_ = 0;
  std::atomic<size_t> relayed_[2] = {0, 0};
  std::atomic<bool> reached_{false};
  std::thread thread_;
};

}  // namespace farcall::test
