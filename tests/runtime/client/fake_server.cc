// Bytes by hand: C706 12.6.4 and [MS-RPCE] 2.2.2.
#include "runtime/client/fake_server.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <cstring>

#include "transport/socket.h"

namespace farcall::runtime::client {
namespace {

// Client PDUs are little-endian, ours as the script wants.
uint32_t little(const std::string& bytes, size_t at, size_t size) {
  uint32_t value = 0;
  for (size_t i = 0; i < size && at + i < bytes.size(); ++i)
    value |= static_cast<uint32_t>(static_cast<uint8_t>(bytes[at + i])) << (8 * i);
  return value;
}

const char k_ndr20_guid[] = "\x04\x5d\x88\x8a\xeb\x1c\xc9\x11\x9f\xe8\x08\x00\x2b\x10\x48\x60";
const char k_ndr20_guid_big[] = "\x8a\x88\x5d\x04\x1c\xeb\x11\xc9\x9f\xe8\x08\x00\x2b\x10\x48\x60";

}  // namespace

uint32_t FakePdu::u32(size_t at) const {
  return little(body, at, 4);
}
uint16_t FakePdu::u16(size_t at) const {
  return static_cast<uint16_t>(little(body, at, 2));
}

std::string FakeConnection::u16(uint16_t value) const {
  std::string text{static_cast<char>(value & 0xff), static_cast<char>(value >> 8)};
  if (big_endian) std::reverse(text.begin(), text.end());
  return text;
}
std::string FakeConnection::u32(uint32_t value) const {
  std::string text;
  for (int i = 0; i < 4; ++i) text += static_cast<char>(value >> (8 * i) & 0xff);
  if (big_endian) std::reverse(text.begin(), text.end());
  return text;
}

bool FakeConnection::read_exactly(void* into, size_t size) {
  auto* at = static_cast<char*>(into);
  while (size > 0) {
    const ssize_t count = recv(fd_.get(), at, size, 0);
    if (count <= 0) return false;
    at += count;
    size -= static_cast<size_t>(count);
  }
  return true;
}

std::optional<FakePdu> FakeConnection::read() {
  std::string header(16, '\0');
  if (!read_exactly(header.data(), 16)) return std::nullopt;
  FakePdu pdu;
  pdu.type = static_cast<uint8_t>(header[2]);
  pdu.flags = static_cast<uint8_t>(header[3]);
  pdu.call_id = little(header, 12, 4);
  pdu.body.resize(little(header, 8, 2) - 16);
  if (!read_exactly(pdu.body.data(), pdu.body.size())) return std::nullopt;
  return pdu;
}

std::optional<FakePdu> FakeConnection::read_request() {
  std::optional<FakePdu> whole;
  while (std::optional<FakePdu> pdu = read()) {
    if (pdu->type == k_bind || pdu->type == k_alter_context) {
      answer_bind(*pdu);
    } else if (pdu->type == k_co_cancel) {
      cancels.push_back(pdu->call_id);
    } else if (pdu->type == k_orphaned) {
      orphans.push_back(pdu->call_id);
      if (whole && whole->call_id == pdu->call_id) whole.reset();
    } else if (pdu->type == k_request) {
      const bool last = pdu->has(k_last);
      if (pdu->has(k_first))
        whole = std::move(pdu);
      else if (whole)
        whole->body += pdu->stub();
      if (last) return whole;
    } else {
      ADD_FAILURE() << "a client sent PDU type " << int{pdu->type};
      return std::nullopt;
    }
  }
  return std::nullopt;
}

void FakeConnection::answer_bind(const FakePdu& bind) {
  const bool alter = bind.type == k_alter_context;
  const uint32_t group = bind.assoc_group() ? bind.assoc_group() : answer.group;
  std::string body = u16(5840) + u16(5840) + u32(group);
  body += alter ? u16(0) + std::string(2, '\0') : u16(6) + std::string("12345\0", 6);
  body += static_cast<char>(bind.contexts()) + std::string(3, '\0');
  const std::string ndr20 = std::string(big_endian ? k_ndr20_guid_big : k_ndr20_guid, 16) + u32(2);
  const std::string nothing(20, '\0');
  body += answer.refuse_interface ? u16(2) + u16(1) + nothing : u16(0) + u16(0) + ndr20;
  if (bind.contexts() == 2)
    body += u16(3) + u16(answer.keep_on_orphan ? 2 : 0) + nothing;  // bind-time features
  const bool multiplex = answer.multiplex && bind.has(k_conc_mpx);
  const auto flags = static_cast<uint8_t>(k_first | k_last | (multiplex ? k_conc_mpx : 0));
  send_pdu(alter ? k_alter_context_resp : k_bind_ack, flags, bind.call_id, body);
}

void FakeConnection::respond(const FakePdu& request, const std::string& stub) {
  const size_t most = fragment - 24;
  for (size_t sent = 0; sent == 0 || sent < stub.size(); sent += most) {
    const std::string part = stub.substr(sent, most);
    const auto flags =
        static_cast<uint8_t>((sent == 0 ? k_first : 0) | (sent + most >= stub.size() ? k_last : 0));
    send_pdu(k_response, flags, request.call_id,
             u32(static_cast<uint32_t>(stub.size() - sent)) + u16(request.context()) +
                 std::string(2, '\0') + part);
  }
}

void FakeConnection::fault(const FakePdu& request, uint32_t status, uint8_t flags) {
  send_pdu(k_fault, static_cast<uint8_t>(k_first | k_last | flags), request.call_id,
           u32(0) + u16(request.context()) + std::string(2, '\0') + u32(status) + u32(0));
}

void FakeConnection::send_pdu(uint8_t type, uint8_t flags, uint32_t call_id,
                              const std::string& body) {
  std::string pdu{5, 0, static_cast<char>(type), static_cast<char>(flags)};
  pdu += static_cast<char>(big_endian ? 0x00 : 0x10) + std::string(3, '\0');
  pdu += u16(static_cast<uint16_t>(16 + body.size())) + u16(0) + u32(call_id) + body;
  send_raw(pdu);
}

void FakeConnection::send_raw(const std::string& bytes) {
  if (held_) {
    *held_ += bytes;
    return;
  }
  (void)::send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

void FakeConnection::reset() {
  const linger now{1, 0};
  setsockopt(fd_.get(), SOL_SOCKET, SO_LINGER, &now, sizeof now);
  close();
}

void FakeConnection::close() {
  const std::lock_guard lock(mutex_);
  fd_.reset();
}

void FakeConnection::shut() {
  const std::lock_guard lock(mutex_);
  if (fd_) ::shutdown(fd_.get(), SHUT_RDWR);
}

FakeServer::FakeServer(Script script, const BindAnswer& answer, const std::string& endpoint)
    : script_(std::move(script)), answer_(answer) {
  const auto* protseq = transport::find_protocol_sequence(test::protseq());
  auto listening = protseq->listen({test::network_address(), endpoint});
  EXPECT_TRUE(listening.ok());
  listening_ = std::move(listening->sockets.at(0));
  endpoint_ = listening->endpoint;
  acceptor_ = std::thread([this] { accept_all(); });
}

void FakeServer::accept_all() {
  for (;;) {
    pollfd watched{listening_.fd.get(), POLLIN, 0};
    (void)poll(&watched, 1, 20);
    if (stopping_) return;
    if (watched.revents == 0) continue;
    transport::UniqueFd fd(accept4(listening_.fd.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (!fd) continue;
    transport::set_connection_options(fd.get(), listening_.address);
    const timeval limit{30, 0};
    setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    const std::lock_guard lock(mutex_);
    FakeConnection& connection = connections_.emplace_back(std::move(fd));
    connection.answer = answer_;
    connection.index = accepted_++;
    ++open_;
    threads_.emplace_back([this, &connection] {
      script_(connection);
      connection.close();
      --open_;
    });
  }
}

void FakeServer::drop_connections() {
  const std::lock_guard lock(mutex_);
  for (FakeConnection& connection : connections_) connection.shut();
}

FakeServer::~FakeServer() {
  stopping_ = true;
  acceptor_.join();
  drop_connections();
  for (std::thread& thread : threads_) thread.join();
}

void FakeServer::echo(FakeConnection& connection) {
  while (std::optional<FakePdu> request = connection.read_request())
    connection.respond(*request, request->stub());
}

}  // namespace farcall::runtime::client
