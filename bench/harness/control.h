// The control connection: how the client learns what the server process has used. Apart from the
// connection under test, silent between the two marks of a measurement.
#pragma once

#include <cstdint>

#include "harness/sample.h"
#include "harness/socket.h"

namespace bench {

// The server's main thread: prints "listening PORT CONTROL_PORT", answers the one client's requests
// for a sample, and returns when that client hangs up.
void serve_control(uint16_t port);

// The client's end.
class Control {
 public:
  explicit Control(uint16_t control_port) : socket_(connect_to_loopback(control_port)) {}
  Sample sample_server();

 private:
  Fd socket_;
};

}  // namespace bench
