// The raw protocol on Farcall's own loop (src/transport), nothing above it: what the loop costs.
// docs/decisions/0001 quotes it.
#include <map>
#include <memory>
#include <thread>

#include "frame_cutter.h"
#include "harness/control.h"
#include "transport/listener.h"
#include "transport/stream.h"

namespace bench {
namespace {

namespace transport = farcall::transport;

class Connection final : public transport::StreamHandler {
 public:
  Connection(transport::Loop& loop, farcall::BufferPool& pool) : stream_(loop, pool) {}

  void open(transport::UniqueFd fd) {
    if (!stream_.open(std::move(fd), *this)) die("open");
  }

 private:
  void on_bytes(farcall::Bytes bytes) override {
    cutter_.feed(
        {reinterpret_cast<const char*>(bytes.data()), bytes.size()},
        [&](std::span<const char> frame) {
          if (!stream_.send({reinterpret_cast<const uint8_t*>(frame.data()), frame.size()}))
            die("send");
        });
  }
  void on_closed(int) override {}  // main() destroys the few there are

  transport::Stream stream_;
  FrameCutter cutter_;
};

class Server final : public transport::ListenerHandler {
 public:
  Server() : loop_(make_loop()), listener_(*loop_) {
    const auto* tcp = transport::find_protocol_sequence("ncacn_ip_tcp");
    auto listening = tcp->listen({"127.0.0.1", "0"});
    if (!listening || !listener_.adopt(std::move(listening->sockets.at(0)))) die("bind");
    if (!listener_.start(*this)) die("listen");
  }
  uint16_t port() const { return listener_.address().port(); }
  transport::Loop& loop() { return *loop_; }

 private:
  std::unique_ptr<transport::Loop> make_loop() {
    auto loop = transport::Loop::create(clock_);
    if (!loop) die("no loop");
    return std::move(*loop);
  }
  void on_accept(transport::UniqueFd fd, const transport::Address&,
                 const transport::Address&) override {
    connections_.push_back(std::make_unique<Connection>(*loop_, pool_));
    connections_.back()->open(std::move(fd));
  }

  farcall::SteadyClock clock_;
  farcall::BufferPool pool_;
  std::unique_ptr<transport::Loop> loop_;
  transport::Listener listener_;
  std::vector<std::unique_ptr<Connection>> connections_;
};

}  // namespace
}  // namespace bench

int main() {
  bench::Server server;
  if (!server.loop().start()) bench::die("no thread");
  bench::serve_control(server.port());
  server.loop().stop();
  server.loop().join();
  return 0;
}
