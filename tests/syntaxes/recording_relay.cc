#include "recording_relay.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <utility>

namespace farcall::test {
namespace {

uint16_t u16(const std::vector<uint8_t>& bytes, size_t at) {
  return static_cast<uint16_t>(bytes[at] | bytes[at + 1] << 8);
}

// By the first bytes of its UUID.
std::string name_of(const std::vector<uint8_t>& pdu, size_t at) {
  static constexpr uint8_t k_ndr20[] = {0x04, 0x5d, 0x88, 0x8a},
                           k_ndr64[] = {0x33, 0x05, 0x71, 0x71};
  if (std::memcmp(&pdu[at], k_ndr20, 4) == 0) return "ndr20";
  return std::memcmp(&pdu[at], k_ndr64, 4) == 0 ? "ndr64" : "";
}

sockaddr_in loopback(uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

bool send_all(int to, const uint8_t* bytes, size_t size) {
  while (size > 0) {
    const ssize_t sent = send(to, bytes, size, MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes += sent;
    size -= static_cast<size_t>(sent);
  }
  return true;
}

}  // namespace

RecordingRelay::RecordingRelay(uint16_t server_port) : server_port_(server_port) {
  listener_ = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  const bool good = pipe(stop_) == 0 &&
                    bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
                    listen(listener_, 16) == 0 &&
                    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  if (!good) abort();
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

RecordingRelay::~RecordingRelay() {
  close(stop_[1]);
  acceptor_.join();
  for (std::thread& each : threads_) each.join();
  close(stop_[0]);
  close(listener_);
}

std::vector<std::string> RecordingRelay::lines() {
  const std::lock_guard lock(mutex_);
  return std::exchange(lines_, {});
}

void RecordingRelay::accept_all() {
  for (;;) {
    pollfd waits[] = {{listener_, POLLIN, 0}, {stop_[0], POLLIN, 0}};
    if (poll(waits, 2, -1) < 0 || waits[1].revents) return;
    const int client = accept(listener_, nullptr, nullptr);
    if (client >= 0) threads_.emplace_back([this, client] { serve(client); });
  }
}

void RecordingRelay::serve(int client) {
  const int server = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = loopback(server_port_);
  bool open = connect(server, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  std::vector<uint8_t> received;
  Contexts contexts;
  while (open) {
    pollfd waits[] = {{client, POLLIN, 0}, {server, POLLIN, 0}, {stop_[0], POLLIN, 0}};
    if (poll(waits, 3, -1) < 0 || waits[2].revents) break;
    for (const auto& [from, to] : {std::pair{0, server}, {1, client}}) {
      if (!waits[from].revents) continue;
      uint8_t bytes[16384];
      const ssize_t number = recv(waits[from].fd, bytes, sizeof bytes, 0);
      open = number > 0 && send_all(to, bytes, static_cast<size_t>(number));
      if (!open) break;
      if (from == 1) continue;
      received.insert(received.end(), bytes, bytes + number);
      while (received.size() >= 16 && received.size() >= u16(received, 8)) {
        const auto end = received.begin() + u16(received, 8);
        note({received.begin(), end}, contexts);
        received.erase(received.begin(), end);
      }
    }
  }
  close(server);
  close(client);
}

void RecordingRelay::note(const std::vector<uint8_t>& pdu, Contexts& contexts) {
  const uint8_t type = pdu[2];
  std::string line;
  if (type == 0) line = "request " + contexts[u16(pdu, 20)];
  if (type == 11 || type == 14) {
    line = type == 11 ? "bind" : "alter";
    size_t at = 28;
    for (unsigned i = 0; i < pdu[24]; ++i, at += 4 + 20 + 20u * pdu[at + 2]) {
      const std::string name = name_of(pdu, at + 24);
      if (name.empty()) continue;
      contexts[u16(pdu, at)] = name;
      line += " " + name;
    }
  }
  const std::lock_guard lock(mutex_);
  if (!line.empty()) lines_.push_back(line);
}

}  // namespace farcall::test
