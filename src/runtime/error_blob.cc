// Saved errors: the limits are those of what travels.
#include "runtime/error_blob.h"

#include "wire/error_information.h"

namespace farcall::runtime {

std::vector<uint8_t> error_blob(const ErrorChain& chain) {
  const Limits limits;
  return wire::encode_error_information(chain, limits.max_error_info, limits);
}

ErrorChain errors_from_blob(Bytes blob) {
  return wire::decode_error_information(blob, Limits{});
}

}  // namespace farcall::runtime
