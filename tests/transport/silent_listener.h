// SilentListener: an address that does not answer a connect, as a host behind a dropping firewall.
//
// Its backlog is full, and Linux drops the SYNs that come then.
#pragma once

#include <vector>

#include "support.h"

namespace farcall::transport {

class SilentListener {
 public:
  SilentListener() : listening_(raw_listener(address_, 0)) {
    for (int i = 0; i < 4; ++i) {
      int error = 0;
      queued_.push_back(make_socket(address_, error));
      (void)begin_connect(queued_.back().get(), address_);
    }
  }
  [[nodiscard]] const TcpAddress& address() const { return address_; }

 private:
  TcpAddress address_;
  UniqueFd listening_;
  std::vector<UniqueFd> queued_;
};

}  // namespace farcall::transport
