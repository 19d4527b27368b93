// ClientCallRecord: the association's part of a call on the client; base of the run-time's call.
//
// 1. Who starts a call fills the first half; from start_call() on, until the event that ends the
//    call, all of it is the association's.
// 2. Stub data lies in a block that is the call's alone. The head room in front of it is used for
//    the PDU header when it is large enough (40 bytes are), so that a small request leaves as one
//    piece. The block is given up as soon as the last fragment has been handed to the sink: a
//    parked call owns none.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/intrusive_list.h"
#include "base/uuid.h"
#include "protocol/byte_sink.h"
#include "protocol/client_call_states.h"
#include "protocol/stub_assembly.h"

namespace farcall::security {
class Initiator;
}

namespace farcall::protocol {

// An interface as a client stub knows it; static data of the stub. Its transfer syntaxes, at most
// k_max_offered_syntaxes of them, are proposed in this order, each as a context of its own.
struct InterfaceOffer {
  static constexpr size_t k_max_offered_syntaxes = 8;
  SyntaxId abstract;
  std::span<const SyntaxId> transfer_syntaxes = {&k_ndr20, 1};
};

struct ClientCallRecord {
  static constexpr uint8_t k_any_transfer = 0xff;

  // Set before start_call().
  const InterfaceOffer* interface = nullptr;
  security::Initiator* security = nullptr;  // who calls, how protected; outlives the association
  StubData stub_data;
  std::optional<Uuid> object;
  uint16_t opnum = 0;
  uint8_t transfer = k_any_transfer;  // of the interface's syntaxes, in which stub_data is
  bool cancel_asked = false;          // before its first fragment: a co_cancel follows the last one
  bool maybe = false;                 // ends with on_response() without data when it was sent
  bool bind_only = false;             // likewise, when its interface is bound: nothing is sent
  // Pipes. `more`: stub_data is the beginning, a multiple of 8 bytes; the rest comes with supply(). `streams_response`:
  // the response comes as on_response_data(), on_response() ends it without data.
  bool more = false;
  bool streams_response = false;

  // The association's.
  bool cancel_told = false;    // to the server, or about to be
  bool cancel_unsent = false;  // a co_cancel is owed when the last fragment has left
  bool first_seen = false;     // of the response
  bool response_big_endian = false;
  ClientCallState state = ClientCallState::idle;
  uint16_t context_id = 0;
  uint32_t call_id = 0;  // drawn when the first fragment is produced
  size_t sent = 0;       // bytes of stub data handed to the sink
  StubAssembly response;
  ListLink link;

  // Whether what it was given has been handed to the sink, and more is to come.
  [[nodiscard]] bool wants_data() const {
    return more && sent == stub_data.length &&
           (state == ClientCallState::queued || state == ClientCallState::sending);
  }
  // nullptr: whichever the server takes.
  [[nodiscard]] const SyntaxId* transfer_syntax() const {
    return transfer < interface->transfer_syntaxes.size() ? &interface->transfer_syntaxes[transfer]
                                                          : nullptr;
  }
  // Whether a fragment can be made of what is there.
  [[nodiscard]] bool has_fragment() const { return !more || sent < stub_data.length; }
};
static_assert(sizeof(ClientCallRecord) <= 136, "a parked call is at most 256 bytes a side (D8)");

struct IncomingResponse {
  bool big_endian = false;
  uint16_t context_id = 0;
  SyntaxId transfer_syntax;
  // Valid during the up-call. With an owner, as long as the owner is kept.
  Bytes stub_data;
  BufferRef owner;
};

}  // namespace farcall::protocol
