// A relay between clients and a server that writes down what clients propose and send.
//
// "bind ndr20 ndr64", "alter ndr20", "request ndr64": a line a PDU, in the order in which they came. A thread for each
// connection and one that accepts; all end with the relay.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace farcall::test {

class RecordingRelay {
 public:
  // To a port of this computer.
  explicit RecordingRelay(uint16_t server_port);
  RecordingRelay(const RecordingRelay&) = delete;
  RecordingRelay& operator=(const RecordingRelay&) = delete;
  ~RecordingRelay();

  [[nodiscard]] uint16_t port() const { return port_; }
  // Since the last time.
  std::vector<std::string> lines();

 private:
  using Contexts = std::map<uint16_t, std::string>;
  void accept_all();
  void serve(int client);
  void note(const std::vector<uint8_t>& pdu, Contexts& contexts);

  const uint16_t server_port_;
  uint16_t port_ = 0;
  int listener_ = -1;
  int stop_[2] = {-1, -1};
  std::mutex mutex_;
  std::vector<std::string> lines_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

}  // namespace farcall::test
