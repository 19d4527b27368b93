// A client made of bytes: it sends PDUs written by hand over a real loopback connection and takes the answers apart.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/uuid.h"
#include "transport/socket.h"
#include "transport/tcp_address.h"
#include "transport/unique_fd.h"

namespace farcall::runtime::test {

using Octets = std::vector<uint8_t>;

enum : uint8_t {
  k_request = 0,
  k_response = 2,
  k_fault = 3,
  k_bind = 11,
  k_bind_ack = 12,
  k_bind_nak = 13,
  k_co_cancel = 18,
  k_orphaned = 19,
};
enum : uint8_t {
  k_first = 0x01,
  k_last = 0x02,
  k_pending_cancel = 0x04,
  k_mpx = 0x10,
  k_did_not_execute = 0x20,
  k_maybe = 0x40,
  k_object = 0x80
};

// Little-endian pieces of a PDU (C706 12.6).
class PduWriter {
 public:
  PduWriter(uint8_t ptype, uint8_t flags, uint32_t call_id) {
    for (const uint8_t octet :
         {uint8_t{5}, uint8_t{0}, ptype, flags, uint8_t{0x10}, uint8_t{0}, uint8_t{0}, uint8_t{0}})
      bytes_.push_back(octet);
    u32(0);
    u32(call_id);
  }
  PduWriter& u8(uint8_t value) {
    bytes_.push_back(value);
    return *this;
  }
  PduWriter& u16(uint32_t value) {
    return u8(static_cast<uint8_t>(value & 0xff)).u8(static_cast<uint8_t>(value >> 8 & 0xff));
  }
  PduWriter& u32(uint32_t value) { return u16(value & 0xffff).u16(value >> 16); }
  PduWriter& uuid(const Uuid& value) {
    u32(value.data1).u16(value.data2).u16(value.data3);
    for (const uint8_t octet : value.data4) u8(octet);
    return *this;
  }
  PduWriter& syntax(const SyntaxId& id) { return uuid(id.uuid).u16(id.major).u16(id.minor); }
  PduWriter& raw(const Octets& data) {
    bytes_.insert(bytes_.end(), data.begin(), data.end());
    return *this;
  }
  Octets done() {
    bytes_[8] = static_cast<uint8_t>(bytes_.size() & 0xff);
    bytes_[9] = static_cast<uint8_t>(bytes_.size() >> 8);
    return std::move(bytes_);
  }

 private:
  Octets bytes_;
};

struct BindOptions {
  uint32_t group = 0;
  bool multiplex = true;
};

inline Octets bind_pdu(const std::vector<SyntaxId>& interfaces, BindOptions options = {}) {
  const uint8_t flags = static_cast<uint8_t>(k_first | k_last | (options.multiplex ? k_mpx : 0));
  PduWriter pdu(k_bind, flags, 1);
  pdu.u16(5840)
      .u16(5840)
      .u32(options.group)
      .u8(static_cast<uint8_t>(interfaces.size()))
      .u8(0)
      .u16(0);
  for (uint16_t i = 0; i < interfaces.size(); ++i)
    pdu.u16(i).u8(1).u8(0).syntax(interfaces[i]).syntax(k_ndr20);
  return pdu.done();
}

struct RequestOptions {
  uint16_t context = 0;
  uint16_t opnum = 0;
  uint8_t flags = k_first | k_last;
  std::optional<Uuid> object = std::nullopt;
};

inline Octets request_pdu(uint32_t call_id, const Octets& stub = {}, RequestOptions options = {}) {
  const uint8_t flags = static_cast<uint8_t>(options.flags | (options.object ? k_object : 0));
  PduWriter pdu(k_request, flags, call_id);
  pdu.u32(static_cast<uint32_t>(stub.size())).u16(options.context).u16(options.opnum);
  if (options.object) pdu.uuid(*options.object);
  return pdu.raw(stub).done();
}

inline Octets control_pdu(uint8_t ptype, uint32_t call_id) {
  return PduWriter(ptype, k_first | k_last, call_id).done();
}

// What came back.
struct Pdu {
  Octets bytes;
  [[nodiscard]] uint8_t ptype() const { return bytes.at(2); }
  [[nodiscard]] uint8_t flags() const { return bytes.at(3); }
  [[nodiscard]] uint32_t call_id() const { return u32(12); }
  [[nodiscard]] uint32_t u32(size_t at) const {
    return uint32_t{bytes.at(at)} | uint32_t{bytes.at(at + 1)} << 8 |
           uint32_t{bytes.at(at + 2)} << 16 | uint32_t{bytes.at(at + 3)} << 24;
  }
  [[nodiscard]] Octets stub() const { return {bytes.begin() + 24, bytes.end()}; }
  [[nodiscard]] uint32_t fault_status() const { return u32(24); }
  [[nodiscard]] bool did_not_execute() const { return (flags() & k_did_not_execute) != 0; }
  [[nodiscard]] uint32_t association_group() const { return u32(20); }
};

class PduClient {
 public:
  explicit PduClient(uint16_t port)
      : PduClient(transport::TcpAddress::loopback(transport::AddressFamily::ipv4, port)) {}
  explicit PduClient(const transport::Address& address) {
    int error = 0;
    fd_ = transport::make_socket(address, error);
    EXPECT_TRUE(fd_) << error;
    error = transport::begin_connect(fd_.get(), address);
    pollfd ready{fd_.get(), POLLOUT, 0};
    if (error == EINPROGRESS && poll(&ready, 1, 20'000) == 1)
      error = transport::finish_connect(fd_.get());
    EXPECT_EQ(error, 0);
    transport::set_connection_options(fd_.get(), address);
    block();
  }

  // Binds to one interface as context 0 and returns the server's group.
  uint32_t bind(const SyntaxId& interface, BindOptions options = {}) {
    send(bind_pdu({interface}, options));
    const std::optional<Pdu> ack = receive();
    EXPECT_TRUE(ack && ack->ptype() == k_bind_ack);
    return ack ? ack->association_group() : 0;
  }

  void send(const Octets& bytes) {
    size_t sent = 0;
    while (sent < bytes.size()) {
      const ssize_t count =
          ::send(fd_.get(), bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      ASSERT_GT(count, 0) << errno;
      sent += static_cast<size_t>(count);
    }
  }
  void call(uint32_t call_id, const Octets& stub = {}, RequestOptions options = {}) {
    send(request_pdu(call_id, stub, options));
  }

  // The next PDU; nothing when the server has closed, or after 20 s.
  std::optional<Pdu> receive() {
    while (!complete()) {
      uint8_t room[65536];
      const ssize_t count = recv(fd_.get(), room, sizeof room, 0);
      if (count <= 0) {
        EXPECT_FALSE(count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            << "the server is silent";
        return std::nullopt;
      }
      input_.insert(input_.end(), room, room + count);
    }
    const auto end = input_.begin() + static_cast<std::ptrdiff_t>(next_length());
    Pdu pdu{{input_.begin(), end}};
    input_.erase(input_.begin(), end);
    return pdu;
  }
  // Whether the server closes without another PDU.
  bool closed_by_server() { return !receive(); }

  // The next PDU, which must be the response to `call_id`: its stub data.
  Octets response(uint32_t call_id) {
    const std::optional<Pdu> pdu = receive();
    if (!pdu || pdu->ptype() != k_response || pdu->call_id() != call_id) {
      ADD_FAILURE() << "no response to " << call_id << ": " << (pdu ? int{pdu->ptype()} : -1);
      return {};
    }
    return pdu->stub();
  }
  // The next PDU, which must be a fault of `call_id`.
  Pdu fault(uint32_t call_id) {
    const std::optional<Pdu> pdu = receive();
    if (!pdu || pdu->ptype() != k_fault || pdu->call_id() != call_id) {
      ADD_FAILURE() << "no fault of " << call_id << ": " << (pdu ? int{pdu->ptype()} : -1);
      return Pdu{Octets(32)};
    }
    return *pdu;
  }

  // With RST when `abruptly`.
  void disconnect(bool abruptly = false) {
    const linger now{1, 0};
    if (abruptly) setsockopt(fd_.get(), SOL_SOCKET, SO_LINGER, &now, sizeof now);
    fd_.reset();
  }
  void set_receive_buffer(int size) {
    setsockopt(fd_.get(), SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
  }
  [[nodiscard]] int fd() const { return fd_.get(); }

 private:
  void block() {
    const int flags = fcntl(fd_.get(), F_GETFL);
    fcntl(fd_.get(), F_SETFL, flags & ~O_NONBLOCK);
    const timeval limit{20, 0};
    setsockopt(fd_.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(fd_.get(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  }
  [[nodiscard]] size_t next_length() const {
    return input_[8] | static_cast<size_t>(input_[9]) << 8;
  }
  [[nodiscard]] bool complete() const {
    return input_.size() >= 16 && input_.size() >= next_length();
  }

  transport::UniqueFd fd_;
  Octets input_;
};

}  // namespace farcall::runtime::test
