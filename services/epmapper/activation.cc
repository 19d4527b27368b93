// The protocol of sd_listen_fds(3): LISTEN_FDS descriptors from 3 on, for the process LISTEN_PID.
#include "activation.h"

#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <string>

namespace farcall::epmapper {
namespace {

constexpr int k_first_socket = 3;
constexpr int k_most_sockets = 64;

std::string take_variable(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): no other thread is there
  std::string copy = value ? value : "";
  unsetenv(name);  // NOLINT(concurrency-mt-unsafe)
  return copy;
}

// -1 for what is no number.
long number(const std::string& text) {
  long value = -1;
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value);
  return error == std::errc{} && stopped == end ? value : -1;
}

}  // namespace

std::optional<std::vector<int>> passed_sockets() {
  const std::string pid = take_variable("LISTEN_PID");
  const std::string count = take_variable("LISTEN_FDS");
  (void)take_variable("LISTEN_FDNAMES");
  std::vector<int> sockets;
  if (pid.empty() || count.empty()) return sockets;
  const long sockets_there = number(count);
  if (number(pid) < 0 || sockets_there < 0 || sockets_there > k_most_sockets) return std::nullopt;
  if (number(pid) != getpid()) return sockets;
  for (int i = 0; i < sockets_there; ++i) sockets.push_back(k_first_socket + i);
  return sockets;
}

}  // namespace farcall::epmapper
