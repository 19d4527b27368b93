// The pipes of a synchronous client call: the program's alloc, pull and push, called in their order while the call is
// under way. On the caller's thread; what the program raises ends the call with that status.
#pragma once

#include <farcall/stub/frames.h>

#include "ndr/byte_queue.h"
#include "ndr/pipe_codec.h"
#include "ndr/stream_output.h"
#include "runtime/client/sync_stream.h"

namespace farcall::stub {

class ClientPipes final : public runtime::client::SyncStream {
 public:
  ClientPipes(const ClientOperation& operation, void* frame, BufferPool& pool);

  // RPC_X_INVALID_PIPE_OBJECT when a pipe lacks a routine that it needs.
  [[nodiscard]] Status check() const;
  // Of the call.
  void set_syntax(SyntaxKind syntax) { syntax_ = syntax; }
  // Where the [in] data in front of the pipes goes.
  [[nodiscard]] StubOutput& output() { return out_.output(); }
  Result<ndr::Marshalled> whole_request() { return out_.cut(true); }
  [[nodiscard]] bool has(uint8_t direction) const;

  Status next_request_data(protocol::StubData& data, bool& last) override;
  Status response_data(Bytes data, bool big_endian) override;
  [[nodiscard]] bool touched() const override { return touched_; }

  // The [out] data behind the pipes. RPC_X_BAD_STUB_DATA when a pipe has not ended.
  [[nodiscard]] Result<Bytes> behind() const;
  [[nodiscard]] const uint8_t* alignment_base() const { return in_.alignment_base(); }
  [[nodiscard]] bool big_endian() const { return big_endian_; }

 private:
  struct Room {
    void* elements = nullptr;
    size_t number = 0;
  };
  // The next pipe of this direction that has not ended; false: there is none.
  [[nodiscard]] bool current(uint16_t& at, uint8_t direction) const;
  Status pull_one();
  Status deliver();
  Result<Room> allocate(const PipeParameter& parameter, size_t bytes);

  const ClientOperation& operation_;
  void* const frame_;
  ndr::StreamOutput out_;
  ndr::ByteQueue in_;
  ndr::ChunkReader reader_;
  Room room_;  // for what comes next
  uint16_t pulling_ = 0;
  uint16_t pushing_ = 0;
  SyntaxKind syntax_ = SyntaxKind::ndr20;
  bool big_endian_ = false;
  bool touched_ = false;
};

}  // namespace farcall::stub
