// The names that specifications give to numbers a probe meets.
#pragma once

#include <cstdint>
#include <string>

#include "wire/bind.h"

namespace farcall::tool {

// "nca_s_op_rng_error (0x1c010002)", "access denied (5)"; with what to do, where something helps.
std::string fault_text(uint32_t status);
std::string bind_nak_text(wire::BindNakReason reason);
// Why a presentation context was not accepted.
std::string rejection_text(const wire::ContextOutcome& outcome);

}  // namespace farcall::tool
