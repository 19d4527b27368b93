// A chain of error records as bytes that another process can load (RpcErrorSaveErrorInfo): the form
// that travels in faults.
#pragma once

#include <cstdint>
#include <vector>

#include "base/bytes.h"
#include "base/error_record.h"

namespace farcall::runtime {

std::vector<uint8_t> error_blob(const ErrorChain& chain);
// Empty for anything that error_blob() did not make.
ErrorChain errors_from_blob(Bytes blob);

}  // namespace farcall::runtime
