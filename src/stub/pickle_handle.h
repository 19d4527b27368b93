// PickleHandle: what a handle_t of midles.h is: where encoded data goes, or where data to decode comes from.
//
// Made, reset and freed by the Mes functions (capi/pickling.cc), used by stubs (stub/pickling.cc). A stream is what one
// handle encodes or decodes from its creation or reset on: its types have one common header ([MS-RPCE] 2.2.6.1).
// Memory is the program's; functions of the program are called guarded, and what they raise is the status. A handle is
// used by one thread at a time; the table by any.
#pragma once

#include <farcall/sdk/midles.h>
#include <farcall/stub/memory.h>

#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "base/bytes.h"
#include "base/result.h"
#include "ndr/pickling.h"

namespace farcall::stub {

// How the program gives and gets bytes. What a style has no use for is null.
struct PickleTarget {
  MIDL_ES_HANDLE_STYLE style = MES_FIXED_BUFFER_HANDLE;
  MIDL_ES_CODE operation = MES_ENCODE;
  char* buffer = nullptr;         // fixed, and to decode from
  size_t size = 0;                // of it
  char** made_buffer = nullptr;   // dynamic
  ULONG* encoded_size = nullptr;  // fixed and dynamic
  void* state = nullptr;          // incremental
  MIDL_ES_ALLOC alloc = nullptr;
  MIDL_ES_WRITE write = nullptr;
  MIDL_ES_READ read = nullptr;
};

class PickleHandle {
 public:
  explicit PickleHandle(const PickleTarget& target) : target_(target) {}

  void reset(const PickleTarget& target) { *this = PickleHandle(target); }
  [[nodiscard]] const PickleTarget& target() const { return target_; }
  [[nodiscard]] bool encodes() const { return target_.operation != MES_DECODE; }
  [[nodiscard]] SyntaxKind encoded_syntax() const {
    return target_.operation == MES_ENCODE_NDR64 ? SyntaxKind::ndr64 : SyntaxKind::ndr20;
  }

  // `size` bytes behind what was encoded before; then, when they are filled, told to the program. `user`: where
  // dynamic buffers come from. RPC_X_INVALID_BUFFER when they do not fit, RPC_S_OUT_OF_MEMORY.
  Result<MutableBytes> claim(size_t size, const UserAllocator& user);
  Status commit(MutableBytes claimed, const UserAllocator& user);
  // The next `size` bytes. RPC_X_BAD_STUB_DATA when there are fewer.
  Result<Bytes> read(size_t size);
  // Skips what remains to a multiple of `alignment` from the start of the stream.
  void align(size_t alignment);

  // The common header of the stream, once it was written or read.
  std::optional<ndr::TypeFormat> format;
  // The last procedure encoded, or the next one to decode, whose header has been read already.
  std::optional<ndr::ProcedureHeader> procedure;

 private:
  PickleTarget target_;
  size_t used_ = 0;             // of the buffer, or of what was read
  uint8_t* dynamic_ = nullptr;  // the buffer we made last
};

// Reads the header of the next procedure to decode, unless that has happened.
Result<void> next_procedure(PickleHandle& handle);

// All handles of the process.
class PickleHandleTable {
 public:
  void* add(const PickleTarget& target);
  // nullptr when it is none of ours.
  std::shared_ptr<PickleHandle> find(const void* handle);
  bool remove(const void* handle);

 private:
  std::mutex mutex_;
  std::unordered_map<const void*, std::shared_ptr<PickleHandle>> handles_;
};

}  // namespace farcall::stub
