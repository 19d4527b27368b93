// The raw protocol on Asio, one thread, one write per connection and turn, in two ways:
// --read buffer: async_read_some into a buffer that each connection owns all the time;
// --read wait:   waits until there is something to read and reads it into a buffer that all share,
//                which is what "idle connections own no buffer" (design D2) asks for.
// docs/decisions/0001 quotes it.
#include <asio.hpp>

#include <memory>
#include <thread>

#include "frame_cutter.h"
#include "harness/arguments.h"
#include "harness/control.h"

namespace bench {
namespace {

using asio::ip::tcp;
using Context = asio::io_context;

enum class Reading : uint8_t { into_own_buffer, after_wait };

constexpr size_t k_read_size = 64u << 10;

class Connection {
 public:
  Connection(tcp::socket socket, Reading reading, std::span<char> shared)
      : socket_(std::move(socket)), reading_(reading), buffer_(shared) {
    socket_.set_option(tcp::no_delay(true));
    socket_.non_blocking(true);
    if (reading == Reading::after_wait) return;
    own_.resize(k_read_size);
    buffer_ = own_;
  }

  void read() {
    if (reading_ == Reading::into_own_buffer) {
      socket_.async_read_some(asio::buffer(buffer_.data(), buffer_.size()),
                              [this](std::error_code error, size_t size) { take(error, size); });
      return;
    }
    socket_.async_wait(tcp::socket::wait_read, [this](std::error_code error) {
      const size_t size =
          error ? 0 : socket_.read_some(asio::buffer(buffer_.data(), buffer_.size()), error);
      take(error, size);
    });
  }

 private:
  void take(std::error_code error, size_t size) {
    if (error == asio::error::would_block) error = {};
    if (error) return;  // the client is gone; main() destroys us
    cutter_.feed(buffer_.first(size), [&](std::span<const char> frame) {
      queued_.insert(queued_.end(), frame.begin(), frame.end());
    });
    write();
    read();
  }

  // What a socket takes at once needs no operation; the rest waits for it.
  void write() {
    if (writing_ || queued_.empty()) return;
    std::error_code error;
    const size_t sent = socket_.write_some(asio::buffer(queued_), error);
    if (!error && sent == queued_.size()) {
      queued_.clear();
      return;
    }
    in_flight_.assign(queued_.begin() + static_cast<std::ptrdiff_t>(sent), queued_.end());
    queued_.clear();
    writing_ = true;
    asio::async_write(socket_, asio::buffer(in_flight_), [this](std::error_code failed, size_t) {
      writing_ = false;
      if (!failed) write();
    });
  }

  tcp::socket socket_;
  Reading reading_;
  std::span<char> buffer_;
  std::vector<char> own_;
  FrameCutter cutter_;
  std::vector<char> queued_;
  std::vector<char> in_flight_;
  bool writing_ = false;
};

class Server {
 public:
  explicit Server(Reading reading)
      : reading_(reading), listener_(context_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {
    accept();
  }
  uint16_t port() const { return listener_.local_endpoint().port(); }
  void run() { context_.run(); }
  void stop() { context_.stop(); }

 private:
  void accept() {
    listener_.async_accept([this](std::error_code error, tcp::socket socket) {
      if (error) die("accept: " + error.message());
      connections_.push_back(std::make_unique<Connection>(std::move(socket), reading_, scratch_));
      connections_.back()->read();
      accept();
    });
  }

  Context context_{1};
  Reading reading_;
  tcp::acceptor listener_;
  std::vector<char> scratch_ = std::vector<char>(k_read_size);
  std::vector<std::unique_ptr<Connection>> connections_;
};

Reading reading_of(const std::string& name) {
  if (name == "buffer") return Reading::into_own_buffer;
  if (name == "wait") return Reading::after_wait;
  die("--read is buffer or wait, not " + name);
}

}  // namespace
}  // namespace bench

int main(int argc, char** argv) {
  bench::Server server(bench::reading_of(bench::Arguments(argc, argv).text("read")));
  std::thread loop([&] { server.run(); });
  bench::serve_control(server.port());
  server.stop();
  loop.join();
  return 0;
}
