// Who is told, and the server's own record.
#include "runtime/server/error_reports.h"

#include <algorithm>
#include <cstdlib>
#include <new>
#include <string_view>

#include "base/log.h"
#include "wire/bind.h"
#include "wire/error_information.h"
#include "wire/fault.h"

namespace farcall::runtime {

TellErrors tell_errors_from_environment() {
  const char* text = std::getenv("FARCALL_ERROR_INFO");
  if (!text) return TellErrors::local;
  const std::string_view value = text;
  if (value == "none") return TellErrors::nobody;
  if (value == "all") return TellErrors::everybody;
  if (value != "local")
    log(Level::error, "server.configuration", "FARCALL_ERROR_INFO=%s is none of none, local, all",
        text);
  return TellErrors::local;
}

std::vector<uint8_t> error_report(int32_t status, const ErrorChain& cause, const Caller& caller,
                                  TellErrors policy, const Limits& limits) {
  if (policy == TellErrors::nobody || (policy == TellErrors::local && !caller.loopback)) return {};
  try {
    ErrorChain chain = cause;
    chain.insert(chain.begin(), error_record(ErrorComponent::runtime, status, {},
                                             ErrorLocation::dispatch_to_stub));
    constexpr size_t around = std::max(wire::k_fault_size, wire::k_explained_bind_nak_size);
    return wire::encode_error_information(chain, limits.must_recv_frag - around, limits);
  } catch (const std::bad_alloc&) {
    return {};
  }
}

}  // namespace farcall::runtime
