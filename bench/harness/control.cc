// One byte asks, one Sample answers; blocking on both sides.
#include "harness/control.h"

#include <cstdio>

#include "harness/die.h"

namespace bench {

void serve_control(uint16_t port) {
  const Fd listener = listen_on_loopback();
  std::printf("listening %u %u\n", unsigned{port}, unsigned{port_of(listener)});
  std::fflush(stdout);
  const Fd client = accept_from(listener);
  char request = 0;
  while (read_all(client, &request, sizeof request)) {
    const Sample sample = sample_this_process();
    write_all(client, &sample, sizeof sample);
  }
}

Sample Control::sample_server() {
  const char request = '?';
  Sample sample{};
  write_all(socket_, &request, sizeof request);
  if (!read_all(socket_, &sample, sizeof sample)) die("the server is gone");
  return sample;
}

}  // namespace bench
