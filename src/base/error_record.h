// Extended error information: what each layer that an error passed through knows of it ([MS-EERR];
// the SDK's RPC_EXTENDED_ERROR_INFO).
//
// A chain is newest first: what the program sees, then what caused it, down to the errno of a
// socket. Made on the way of an error only. The chain of a Status lies in a small pool of the thread
// that made it (Status::record is its number); an error that changes threads takes its chain along
// as a value.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"

namespace farcall {

// Values as on the wire and as ExtendedErrorParamTypes.
enum class ErrorParameterType : uint16_t {
  ansi_string = 1,
  unicode_string,
  long_value,
  short_value,
  pointer_value,
  none,
  binary
};

struct ErrorParameter {
  ErrorParameterType type = ErrorParameterType::none;
  int64_t number = 0;   // long, short, pointer
  std::string bytes;    // ansi (without its NUL), binary
  std::u16string text;  // unicode, without its NUL
};

// Values of RPC_EXTENDED_ERROR_INFO.GeneratingComponent (SDK "Extended Error Information").
enum class ErrorComponent : uint32_t { application = 1, runtime = 2, security = 3, winsock = 8 };

// Values of RPC_EXTENDED_ERROR_INFO.DetectionLocation (SDK "Extended Error Information Detection
// Locations"), those whose description fits.
enum class ErrorLocation : uint16_t {
  unknown = 0,
  dispatch_to_stub = 170,
  dispatch_to_stub_worker = 180,
  ws_sync_recv = 290,
  ws_open = 313,
  receive_reply = 370,
  resolve_endpoint = 500,
  bind_ack_or_nak = 700,
  fault_packet = 1750
};

struct ErrorRecord {
  static constexpr uint16_t k_previous_missing = 1;
  static constexpr uint16_t k_next_missing = 2;

  std::u16string computer_name;  // empty: not said
  uint32_t process_id = 0;
  int64_t time = 0;  // FILETIME: 100 ns since 1601
  uint32_t component = 0;
  uint32_t status = 0;
  uint16_t location = 0;
  uint16_t flags = 0;
  std::vector<ErrorParameter> parameters;  // at most four
};

using ErrorChain = std::vector<ErrorRecord>;

ErrorParameter error_text(std::string_view text);
ErrorParameter error_number(int64_t number);
// A record of this process and moment.
ErrorRecord error_record(ErrorComponent component, int32_t status,
                         std::vector<ErrorParameter> parameters = {},
                         ErrorLocation location = ErrorLocation::unknown);

// A status that carries a chain. Never fails: when memory is out the chain is lost.
Status carry_errors(int32_t code, ErrorChain chain) noexcept;
// The chain of a status of this thread; empty when there is none, or it was overwritten.
ErrorChain errors_of(Status status);
// The same for another thread to look at later; nullptr when there is none, or memory is out.
std::unique_ptr<ErrorChain> keep_errors(Status status) noexcept;

// The status with the chain that `make()` gives.
template <class Make>
Status with_errors(int32_t code, Make make) noexcept {
  try {
    return carry_errors(code, make());
  } catch (...) {
    return Status{code};
  }
}
// The same error as the layer above sees it: with the record that `make()` gives in front.
template <class Make>
Status explain(Status status, Make make) noexcept {
  return with_errors(status.code, [&] {
    ErrorChain chain = errors_of(status);
    chain.insert(chain.begin(), make());
    return chain;
  });
}

// What RpcErrorStartEnumeration shows of the calling thread.
void set_thread_errors(ErrorChain chain) noexcept;
const ErrorChain& thread_errors();
// Makes `status` the thread's error: its chain, with a record of the code itself in front unless the
// chain begins with one. For errors that leave the library.
void publish_error(Status status) noexcept;

}  // namespace farcall
