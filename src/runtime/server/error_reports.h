// What a server tells its clients of an error beside the status: extended error information.
//
// It names this computer, the process and what went wrong inside, so only callers on this computer
// are told unless FARCALL_ERROR_INFO says otherwise (none, local, all).
#pragma once

#include <cstdint>
#include <vector>

#include "base/error_record.h"
#include "base/limits.h"
#include "runtime/server/access_policy.h"

namespace farcall::runtime {

enum class TellErrors : uint8_t { nobody, local, everybody };

TellErrors tell_errors_from_environment();

// Pickled, for a fault or a bind_nak; empty when the caller is not to be told. `cause` goes behind the server's
// own record.
std::vector<uint8_t> error_report(int32_t status, const ErrorChain& cause, const Caller& caller,
                                  TellErrors policy, const Limits& limits);

}  // namespace farcall::runtime
