// RawServer: a server of rules.idl made of plain bytes that takes one request and hangs up when it is told.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

class RawServer {
 public:
  RawServer() : listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (bind(listener_, reinterpret_cast<sockaddr*>(&address), length) != 0 || listen(listener_, 16) != 0 ||
        getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) != 0)
      std::abort();
    port_ = ntohs(address.sin_port);
  }
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;
  ~RawServer() {
    hang_up();
    close(listener_);
  }

  [[nodiscard]] std::string endpoint() const { return std::to_string(port_); }
  // Takes the next connection, answers its bind, and reads its first request.
  void take_request() {
    hang_up();
    connection_ = accept(listener_, nullptr, nullptr);
    if (connection_ < 0) std::abort();
    const std::vector<uint8_t> bind = receive();
    accept_bind(bind);
    (void)receive();
  }
  // Closes with a reset, as a process that dies with unread data does.
  void hang_up() {
    if (connection_ < 0) return;
    const linger at_once{1, 0};
    setsockopt(connection_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close(connection_);
    connection_ = -1;
  }

 private:
  std::vector<uint8_t> receive() {
    std::vector<uint8_t> pdu(16);
    if (recv(connection_, pdu.data(), 16, MSG_WAITALL) != 16) std::abort();
    pdu.resize(static_cast<size_t>(pdu[8] | pdu[9] << 8));
    if (pdu.size() > 16 &&
        recv(connection_, pdu.data() + 16, pdu.size() - 16, MSG_WAITALL) != static_cast<ssize_t>(pdu.size() - 16))
      std::abort();
    return pdu;
  }
  // Every context but the first is refused; what the client offers beside NDR 2.0 is not needed here.
  void accept_bind(const std::vector<uint8_t>& bind) {
    const uint8_t contexts = bind.at(24);
    std::vector<uint8_t> ack = {5, 0, 12, 0x13, 0x10, 0, 0, 0, 0, 0, 0, 0};
    ack.insert(ack.end(), bind.begin() + 12, bind.begin() + 16);                       // call_id
    ack.insert(ack.end(), {0xd0, 0x16, 0xd0, 0x16, 1, 0, 0, 0, 0, 0, 0, 0, contexts, 0, 0, 0});
    static const uint8_t ndr20[20] = {0x04, 0x5d, 0x88, 0x8a, 0xeb, 0x1c, 0xc9, 0x11, 0x9f, 0xe8,
                                      0x08, 0x00, 0x2b, 0x10, 0x48, 0x60, 2,    0,    0,    0};
    for (unsigned i = 0; i < contexts; ++i) {
      ack.insert(ack.end(), {static_cast<uint8_t>(i == 0 ? 0 : 2), 0, static_cast<uint8_t>(i == 0 ? 0 : 2), 0});
      if (i == 0)
        ack.insert(ack.end(), ndr20, ndr20 + 20);
      else
        ack.insert(ack.end(), 20, 0);
    }
    ack[8] = static_cast<uint8_t>(ack.size());
    ack[9] = static_cast<uint8_t>(ack.size() >> 8);
    if (send(connection_, ack.data(), ack.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(ack.size())) std::abort();
  }

  int listener_;
  int connection_ = -1;
  uint16_t port_ = 0;
};
