// A connection for the probe: addresses of a name, connect, and whole PDUs, each with a deadline. What goes wrong is told
// in words.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "transport/address.h"
#include "transport/unique_fd.h"

namespace farcall::tool {

inline constexpr std::string_view k_no_endpoint =
    "no server has this endpoint: is the server running, as this user or as root, or "
    "with the same FARCALL_NCALRPC_DIR?";
inline constexpr std::string_view k_other_protocol =
    "the answer is not of the RPC protocol, version 5: another service has this endpoint";

// Empty and `error` set: the name has none.
transport::AddressList addresses_of(const std::string& host, uint16_t port, std::string& error);

class Channel {
 public:
  explicit Channel(std::chrono::milliseconds patience) : patience_(patience) {}

  // Each gives an empty text, or why it failed.
  std::string connect(const transport::Address& address);
  std::string send(Bytes bytes);
  // One PDU, of at most 64 KiB as its header says.
  std::string receive(std::vector<uint8_t>& pdu);

 private:
  using Clock = std::chrono::steady_clock;
  std::string wait(short events, Clock::time_point until);
  std::string read(uint8_t* into, size_t size, Clock::time_point until);

  std::chrono::milliseconds patience_;
  transport::UniqueFd fd_;
};

}  // namespace farcall::tool
