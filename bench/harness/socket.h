// Loopback TCP sockets for the control connection and for the raw competitor. No protocol in here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

namespace bench {

// Owns one descriptor.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int number) : number_(number) {}
  Fd(Fd&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Fd& operator=(Fd&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Fd();
  int get() const { return number_; }

 private:
  int number_ = -1;
};

Fd listen_on_loopback();               // any free port
uint16_t port_of(const Fd& listener);  // the one it was given
Fd accept_from(const Fd& listener);    // blocks; TCP_NODELAY
Fd connect_to_loopback(uint16_t port);
void make_non_blocking(const Fd& socket);

// Blocking; false when the peer has closed the connection.
bool read_all(const Fd& socket, void* data, size_t size);
void write_all(const Fd& socket, const void* data, size_t size);

}  // namespace bench
