// LocalAddress: a Unix stream socket by the path of its file, as a value.
#pragma once

#include <sys/socket.h>

#include <optional>
#include <string>
#include <utility>

namespace farcall::transport {

class LocalAddress {
 public:
  // Empty: of a peer that has no name, as clients have none.
  LocalAddress() = default;
  // Nothing when the path does not fit into a socket address (sun_path, 107 bytes).
  static std::optional<LocalAddress> of(std::string path);

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] socklen_t to(sockaddr_storage& out) const;

  friend bool operator==(const LocalAddress&, const LocalAddress&) = default;

 private:
  std::string path_;
};

}  // namespace farcall::transport
