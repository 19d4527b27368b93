// The raw competitor's server: one thread, one epoll, any number of connections, one write per
// connection and turn.
#include <sys/eventfd.h>

#include <map>
#include <thread>

#include "harness/control.h"
#include "raw_frames.h"

namespace bench {
namespace {

class RawServer {
 public:
  RawServer() : listener_(listen_on_loopback()), stop_(::eventfd(0, EFD_CLOEXEC)) {
    if (stop_.get() < 0) die_errno("eventfd");
    poll_.add(listener_, EPOLLIN);
    poll_.add(stop_, EPOLLIN);
  }

  uint16_t port() const { return port_of(listener_); }
  void stop() { ::eventfd_write(stop_.get(), 1); }

  void run() {
    for (;;) {
      for (const epoll_event& event : poll_.wait()) {
        if (event.data.fd == stop_.get()) return;
        if (event.data.fd == listener_.get())
          accept();
        else
          serve(event);
      }
    }
  }

 private:
  void accept() {
    FrameStream stream(accept_from(listener_));
    const int number = stream.socket().get();
    poll_.add(stream.socket(), EPOLLIN);
    streams_.emplace(number, std::move(stream));
  }

  void serve(const epoll_event& event) {
    FrameStream& stream = streams_.at(event.data.fd);
    const bool blocked_before = stream.has_unsent();
    if (event.events & ~uint32_t{EPOLLOUT}) {
      if (!stream.read_once([&](const EchoFrame& frame) { stream.queue(frame); })) {
        streams_.erase(event.data.fd);
        return;
      }
    }
    stream.flush();
    if (stream.has_unsent() != blocked_before)
      poll_.change(stream.socket(), stream.has_unsent() ? EPOLLIN | EPOLLOUT : EPOLLIN);
  }

  Fd listener_;
  Fd stop_;
  Poll poll_;
  std::map<int, FrameStream> streams_;
};

}  // namespace
}  // namespace bench

int main() {
  bench::RawServer server;
  std::thread loop([&] { server.run(); });
  bench::serve_control(server.port());
  server.stop();
  loop.join();
  return 0;
}
