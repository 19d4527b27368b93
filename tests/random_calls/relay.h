// Relay: stands between one client and the server, so that the test can cut all of the client's connections at any time.
#pragma once

#include <atomic>
#include <cstdint>
#include <list>
#include <string>
#include <thread>

class Relay {
 public:
  explicit Relay(uint16_t server_port);
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;
  ~Relay();

  [[nodiscard]] std::string port() const { return std::to_string(port_); }
  // Ends the connections that there are, with RST or FIN. Others may be made at once.
  void cut(bool reset);

 private:
  struct Pair {
    int client;
    int server;
  };
  void run();
  void accept_one();
  // False when the connection is over.
  static bool pass(int from, int to);
  void close_all(bool reset);

  uint16_t server_port_;
  uint16_t port_ = 0;
  int listener_;
  int orders_[2];  // a pipe: 'r' and 'f' cut, its end ends the relay
  std::list<Pair> pairs_;
  std::thread thread_;
};
