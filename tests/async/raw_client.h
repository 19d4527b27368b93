// RawClient: a client of rules.idl made of plain bytes, for what no proper client does: it vanishes in mid-call.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

class RawClient {
 public:
  explicit RawClient(const std::string& port) : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(std::stoi(port)));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) std::abort();
    bind_to_rules();
  }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  ~RawClient() { hang_up(); }

  void hang_up() {
    if (socket_ >= 0) close(socket_);
    socket_ = -1;
  }
  // ParkVoid(id).
  void park_void(uint32_t call_id, uint32_t id) {
    std::vector<uint8_t> body;
    put32(body, 4);  // alloc_hint
    put16(body, 0);  // p_cont_id
    put16(body, 2);  // opnum
    put32(body, id);
    send_pdu(0, call_id, body);
  }
  void cancel(uint32_t call_id) { send_pdu(18, call_id, {}); }
  void orphan(uint32_t call_id) { send_pdu(19, call_id, {}); }
  // The next PDU as it comes; empty when the server has hung up.
  std::vector<uint8_t> receive() {
    std::vector<uint8_t> pdu(16);
    if (!receive_exactly(pdu.data(), 16)) return {};
    const auto length = static_cast<size_t>(pdu[8] | pdu[9] << 8);
    pdu.resize(length);
    if (!receive_exactly(pdu.data() + 16, length - 16)) return {};
    return pdu;
  }

 private:
  static void put16(std::vector<uint8_t>& to, unsigned value) {
    to.push_back(static_cast<uint8_t>(value));
    to.push_back(static_cast<uint8_t>(value >> 8));
  }
  static void put32(std::vector<uint8_t>& to, uint32_t value) {
    put16(to, value & 0xffff);
    put16(to, value >> 16);
  }
  static void put_bytes(std::vector<uint8_t>& to, const char* bytes, size_t length) {
    to.insert(to.end(), bytes, bytes + length);
  }

  void bind_to_rules() {
    std::vector<uint8_t> body;
    put16(body, 5840);
    put16(body, 5840);
    put32(body, 0);  // a new association group
    put32(body, 1);  // one context
    put16(body, 0);  // p_cont_id
    put16(body, 1);  // one transfer syntax
    put_bytes(body, "\x0a\x6f\x9e\x0b\x0c\x3f\x0b\x4f\x8f\x5c\x5d\x7b\x0a\x6f\x2c\x01", 16);
    put32(body, 1);
    put_bytes(body, "\x04\x5d\x88\x8a\xeb\x1c\xc9\x11\x9f\xe8\x08\x00\x2b\x10\x48\x60", 16);
    put32(body, 2);
    send_pdu(11, 1, body);
    const std::vector<uint8_t> answer = receive();
    if (answer.size() < 16 || answer[2] != 12) std::abort();
  }
  void send_pdu(uint8_t type, uint32_t call_id, const std::vector<uint8_t>& body) {
    // First and last fragment, concurrent multiplexing; little-endian, ASCII, IEEE.
    std::vector<uint8_t> pdu = {5, 0, type, 0x13, 0x10, 0, 0, 0};
    put16(pdu, static_cast<unsigned>(16 + body.size()));
    put16(pdu, 0);
    put32(pdu, call_id);
    pdu.insert(pdu.end(), body.begin(), body.end());
    if (send(socket_, pdu.data(), pdu.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(pdu.size())) std::abort();
  }
  bool receive_exactly(uint8_t* into, size_t length) {
    return length == 0 || recv(socket_, into, length, MSG_WAITALL) == static_cast<ssize_t>(length);
  }

  int socket_;
};
