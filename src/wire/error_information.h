// Extended error information on the wire: a chain of records as one pickled [MS-EERR] structure, in
// fault PDUs and behind bind_nak ([MS-RPCE] 2.2.2.8, 2.2.2.9; type serialization version 1, 2.2.6).
//
// A peer's information never decides anything: what cannot be read is no information.
#pragma once

#include <cstdint>
#include <vector>

#include "base/bytes.h"
#include "base/error_record.h"
#include "base/limits.h"

namespace farcall::wire {

// Empty for what is no chain, or breaks a limit (max_error_records, max_error_info).
ErrorChain decode_error_information(Bytes pickled, const Limits& limits);

// At most `room` bytes: records at the end are left out, and the last one that is there says so.
// Empty when not even one fits.
std::vector<uint8_t> encode_error_information(const ErrorChain& chain, size_t room,
                                              const Limits& limits);

}  // namespace farcall::wire
