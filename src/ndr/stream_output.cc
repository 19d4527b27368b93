// What does not fill 8 bytes begins the next block.
#include "ndr/stream_output.h"

#include <cstring>
#include <utility>

namespace farcall::ndr {

Result<Marshalled> StreamOutput::cut(bool all) {
  const uint32_t referent = output().last_referent;
  stub::ContextMarshaller* const contexts = output().contexts;
  RPC_TRY(Marshalled block, buffer_->take());
  buffer_.emplace(pool_);
  output().last_referent = referent;
  output().contexts = contexts;
  const size_t rest = all ? 0 : block.length % 8;
  block.length -= rest;
  stub::Writer<stub::Ndr20>(output()).bulk(block.block.data() + block.offset + block.length, rest);
  return block;
}

}  // namespace farcall::ndr
