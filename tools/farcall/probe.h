// The probe behind `farcall ping` and `farcall call`: one connection, walked through layer by layer on the caller's thread, so that the first
// layer that fails and the time of each can be told. The RPC API gives one status for the whole way; so this speaks the
// connection-oriented protocol itself (C706 chapter 12), with the codecs of src/wire.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "authentication.h"
#include "base/uuid.h"

namespace farcall::tool {

struct ProbeRequest {
  std::string binding;  // string binding
  SyntaxId interface;
  std::vector<SyntaxId> syntaxes{k_ndr20, k_ndr64};  // proposed, each in a context of its own
  int opnum = -1;                                    // below 0: no call
  std::vector<uint8_t> stub_data;
  std::chrono::milliseconds patience{5000};  // for each step
  AuthenticationRequest authentication;      // the last layer, when it names a mechanism
};

// A layer that was passed or, the last of them, failed.
struct Step {
  std::string_view layer;
  bool ok = false;
  std::chrono::microseconds time{0};
  std::string detail;
};

struct ProbeReport {
  std::vector<Step> steps;
  std::vector<uint8_t> stub_data;  // of the response
  bool big_endian = false;         // and its byte order
  [[nodiscard]] bool ok() const { return !steps.empty() && steps.back().ok; }
};

ProbeReport probe(const ProbeRequest& request);

}  // namespace farcall::tool
