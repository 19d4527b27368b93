// QuietServer: answers single-fragment requests with their own stub data and allocates nothing, for
// tests that count allocations or time of the whole process.
#pragma once

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <string>
#include <thread>

#include "transport/protocol_sequence.h"
#include "transport/socket.h"
#include "transport/unique_fd.h"
#include "transport_choice.h"

namespace farcall::runtime::client {

class QuietServer {
 public:
  QuietServer() {
    const auto* protseq = transport::find_protocol_sequence(test::protseq());
    auto listening = protseq->listen({test::network_address(), ""});
    listening_ = std::move(listening->sockets.at(0));
    endpoint_ = listening->endpoint;
    thread_ = std::thread([this] { serve(); });
  }
  QuietServer(const QuietServer&) = delete;
  QuietServer& operator=(const QuietServer&) = delete;
  ~QuietServer() {
    stopping_ = true;
    thread_.join();
  }
  [[nodiscard]] std::string binding() const { return test::binding_to(endpoint_); }

 private:
  static constexpr size_t k_connections = 8;
  struct Connection {
    transport::UniqueFd fd;
    std::array<uint8_t, 256u << 10> in;
    size_t have = 0;
  };

  void serve() {
    while (!stopping_) {
      std::array<pollfd, k_connections + 1> watched;
      for (size_t i = 0; i < k_connections; ++i)
        watched[i] = {connections_[i].fd ? connections_[i].fd.get() : -1, POLLIN, 0};
      watched[k_connections] = {listening_.fd.get(), POLLIN, 0};
      if (poll(watched.data(), watched.size(), 50) <= 0) continue;
      for (size_t i = 0; i < k_connections; ++i)
        if (watched[i].revents != 0) on_readable(connections_[i]);
      if (watched[k_connections].revents != 0) accept_one();
    }
  }

  void accept_one() {
    for (Connection& connection : connections_) {
      if (connection.fd) continue;
      connection.fd.reset(accept4(listening_.fd.get(), nullptr, nullptr, SOCK_CLOEXEC));
      transport::set_connection_options(connection.fd.get(), listening_.address);
      connection.have = 0;
      return;
    }
  }

  void on_readable(Connection& connection) {
    const ssize_t count = recv(connection.fd.get(), connection.in.data() + connection.have,
                               connection.in.size() - connection.have, 0);
    if (count <= 0) return connection.fd.reset();
    connection.have += static_cast<size_t>(count);
    size_t done = 0;
    out_size_ = 0;
    while (connection.have - done >= 16) {
      const uint8_t* pdu = connection.in.data() + done;
      const size_t length = static_cast<size_t>(pdu[8] | pdu[9] << 8);
      if (connection.have - done < length) break;
      if (pdu[2] == 11) answer_bind(pdu);
      if (pdu[2] == 0) answer_request(pdu, length);
      done += length;
    }
    std::memmove(connection.in.data(), connection.in.data() + done, connection.have - done);
    connection.have -= done;
    for (size_t sent = 0; sent < out_size_;) {
      const ssize_t some =
          send(connection.fd.get(), out_.data() + sent, out_size_ - sent, MSG_NOSIGNAL);
      if (some <= 0) break;
      sent += static_cast<size_t>(some);
    }
  }

  // The first context is accepted, the second (bind-time features) is not understood.
  void answer_bind(const uint8_t* pdu) {
    static constexpr uint8_t k_ack[] = {
        5,    0,    12,   0x03, 0x10, 0,    0,    0,    92,   0,    0,    0,    0,    0,    0,
        0,    0xd0, 0x16, 0xd0, 0x16, 1,    0,    0,    0,    2,    0,    '1',  0,    2,    0,
        0,    0,    0,    0,    0,    0,    0x04, 0x5d, 0x88, 0x8a, 0xeb, 0x1c, 0xc9, 0x11, 0x9f,
        0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60, 2,    0,    0,    0,    2,    0,    1,    0};
    uint8_t ack[84] = {};
    std::memcpy(ack, k_ack, sizeof k_ack);
    ack[3] = static_cast<uint8_t>(0x03 | (pdu[3] & 0x10));
    ack[8] = sizeof ack;
    std::memcpy(ack + 12, pdu + 12, 4);
    put(ack, sizeof ack);
  }

  void answer_request(const uint8_t* pdu, size_t length) {
    uint8_t header[24] = {};
    std::memcpy(header, pdu, 24);
    header[2] = 2;
    std::memset(header + 22, 0, 2);
    put(header, sizeof header);
    put(pdu + 24, length - 24);
  }

  void put(const uint8_t* bytes, size_t size) {
    std::memcpy(out_.data() + out_size_, bytes, size);
    out_size_ += size;
  }

  transport::ListeningSocket listening_;
  std::string endpoint_;
  std::atomic<bool> stopping_{false};
  std::array<Connection, k_connections> connections_;
  std::array<uint8_t, 1u << 20> out_;
  size_t out_size_ = 0;
  std::thread thread_;
};

}  // namespace farcall::runtime::client
