// Calls on the client after their request: responses, faults, cancels (C706 chapter 11 CO_CLIENT,
// 12.6.4.7, 12.6.4.10, [MS-RPCE] 3.3.1.5.10, 3.3.2.5.1; design.md section 5 has the cancel table).
//
// A call that is given up after its request has left stays in the table as a tombstone until its
// answer has passed, so that a late reply is told from one that nobody asked for: our client is
// strict about those (D8).
#include <cassert>
#include <new>
#include <utility>

#include "protocol/client_association.h"
#include "wire/fault.h"
#include "wire/fault_status.h"
#include "wire/response.h"

namespace farcall::protocol {
namespace {

constexpr uint32_t k_wine_id = 1;

// Windows and Samba answer with the lower half of the id.
bool same_context(uint16_t answered, uint16_t asked) {
  return answered == asked || answered == (asked & 0xff);
}

// What the first fragment said holds for all, and nothing comes before the request has left.
bool in_order(const ClientCallRecord& call, const wire::PduHeader& header,
              const wire::Response& response, ClientCallEvent event) {
  const bool first = header.has(wire::k_pfc_first_frag);
  return k_client_call.allows(call.state, event) && first != call.first_seen &&
         same_context(response.p_cont_id, call.context_id) &&
         (first || header.big_endian() == call.response_big_endian);
}

}  // namespace

// Wine's servers answer everything with call id 1. Where only one answer can come that is the one,
// unless its id is worth something: calls that are protected, or a server that multiplexes.
uint32_t ClientAssociation::meant_id(uint32_t call_id) {
  if (call_id != k_wine_id || multiplexed_ || calls_.find(call_id) || recent_.contains(call_id))
    return call_id;
  if (proposal_.awaited) return handshake_ ? call_id : proposal_.call_id;
  const ClientCallRecord* const only = sent_.front();
  if (!only || calls_.size() != 1 || only->security) return call_id;
  return only->call_id;
}

Result<ClientCallRecord*> ClientAssociation::answered_call(uint32_t call_id) {
  if (ClientCallRecord** const found = calls_.find(call_id)) return *found;
  if (recent_.contains(call_id)) return nullptr;
  return Status{RPC_S_PROTOCOL_ERROR};
}

Status ClientAssociation::on_response(const wire::PduHeader& header, Bytes pdu) {
  RPC_TRY(const wire::Response response, wire::decode_response(pdu, header));
  RPC_TRY(ClientCallRecord* const call, answered_call(header.call_id));
  RPC_TRY(security::ClearStub clear, unprotect(pdu, response.cut, call));
  move(Event::response);
  if (call) return on_response_fragment(*call, header, response, clear);
  if (header.has(wire::k_pfc_last_frag)) calls_.erase(header.call_id);
  return {};
}

Status ClientAssociation::on_response_fragment(ClientCallRecord& call,
                                               const wire::PduHeader& header,
                                               const wire::Response& response,
                                               const security::ClearStub& clear) {
  const bool last = header.has(wire::k_pfc_last_frag);
  const auto event = last ? ClientCallEvent::response_last : ClientCallEvent::response_fragment;
  if (!in_order(call, header, response, event)) return Status{RPC_S_PROTOCOL_ERROR};
  // NDR64 has one format label ([MS-RPCE] 2.2.5).
  if (header.big_endian() && contexts_.find(call.context_id)->transfer == k_ndr64)
    return Status{RPC_S_PROTOCOL_ERROR};
  const bool whole = last && !call.first_seen;
  call.first_seen = true;
  call.response_big_endian = header.big_endian();
  if (call.streams_response) return on_streamed(call, last, clear.stub);
  const Limits& limits = config_.limits;
  if (whole && clear.stub.size() <= limits.max_response) {
    deliver(call, clear.stub, clear.owner ? clear.owner : reader_.owner());
    return {};
  }
  const Result<void> kept = call.response.append(config_.buffers, limits, limits.max_response,
                                                 clear.stub, response.alloc_hint);
  if (!kept) return give_up(call, last, kept.status());
  if (last)
    deliver(call, call.response.bytes(), call.response.block());
  else
    (void)step(call.state, k_client_call, event);
  return {};
}

// Pipes: the owner takes the data as it comes, so its length is nobody's limit.
Status ClientAssociation::on_streamed(ClientCallRecord& call, bool last, Bytes stub_data) {
  events_.on_response_data(call, call.response_big_endian, stub_data);
  if (last)
    deliver(call, {}, {});
  else
    (void)step(call.state, k_client_call, ClientCallEvent::response_fragment);
  return {};
}

// A response that is too long, or memory that is out, is this call's trouble alone; what still
// comes of it is dropped.
Status ClientAssociation::give_up(ClientCallRecord& call, bool last, Status reason) {
  if (reason.code == RPC_S_PROTOCOL_ERROR) return reason;
  if (last)
    calls_.erase(call.call_id);
  else
    *calls_.find(call.call_id) = nullptr;
  const bool too_long = reason.code == RPC_S_ACCESS_DENIED;
  fail_call(call, too_long ? Status{RPC_S_OUT_OF_RESOURCES} : reason);
  return {};
}

void ClientAssociation::deliver(ClientCallRecord& call, Bytes stub_data, BufferRef owner) {
  const PresentationContext* const context = contexts_.find(call.context_id);
  if (call.security) security_.find(call.security)->verified(call.context_id);
  IncomingResponse response{call.response_big_endian, call.context_id, context->transfer, stub_data,
                            std::move(owner)};
  call.response.clear();
  calls_.erase(call.call_id);
  end_call(call, ClientCallEvent::response_last);
  events_.on_response(call, response);
}

Status ClientAssociation::on_fault(const wire::PduHeader& header, Bytes pdu) {
  RPC_TRY(const wire::Fault fault, wire::decode_fault(pdu, header));
  // A fault may come without protection: the server may not have got as far as that. It can end
  // calls, as a cut cable can.
  const int32_t status = wire::status_of_fault(fault.status);
  if (proposal_.awaited && header.call_id == proposal_.call_id) {
    if (header.auth_length) return Status{RPC_S_ACCESS_DENIED};
    on_negotiation_fault(Status{status});
    return {};
  }
  if (state_ == State::binding) return Status{RPC_S_PROTOCOL_ERROR};
  RPC_TRY(ClientCallRecord* const call, answered_call(header.call_id));
  if (header.auth_length) {
    RPC_TRY(const wire::CutPdu cut, wire::cut_pdu(pdu, header, wire::k_response_header_size));
    RPC_TRY(unprotect(pdu, cut, call));
  }
  move(Event::fault);
  if (fault.flags & wire::k_fault_extended_error) fault_information_ = fault.stub_data;
  if (call) return on_call_fault(*call, status, header.has(wire::k_pfc_did_not_execute));
  fault_information_ = {};
  calls_.erase(header.call_id);
  return {};
}

Status ClientAssociation::on_call_fault(ClientCallRecord& call, int32_t status,
                                        bool did_not_execute) {
  if (!k_client_call.allows(call.state, ClientCallEvent::fault))
    return Status{RPC_S_PROTOCOL_ERROR};
  status = explain_fault(call, status, did_not_execute);
  // "Not executed" is a promise that a repetition relies on. Only the flag makes it, never a status
  // (it may be that of a call that the manager routine itself made), and not behind a response.
  if (call.state == ClientCallState::receiving) did_not_execute = false;
  if (!did_not_execute && status == RPC_S_CALL_FAILED_DNE) status = RPC_S_CALL_FAILED;
  // A server that has seen enough of a request is told that the rest will not come.
  if (call.state == ClientCallState::sending)
    orphan(call);
  else
    calls_.erase(call.call_id);
  end_call(call, ClientCallEvent::fault);
  if (did_not_execute && status == RPC_S_CALL_FAILED) status = RPC_S_CALL_FAILED_DNE;
  events_.on_fault(call, status, did_not_execute);
  fault_information_ = {};
  return {};
}

void ClientAssociation::cancel(ClientCallRecord& call, bool abortive) {
  const auto event = abortive ? ClientCallEvent::abortive_cancel : ClientCallEvent::cancel;
  if (!k_client_call.allows(call.state, event)) return;
  if (!abortive) return ask_cancel(call);
  if (call.state == ClientCallState::sending) {
    orphan(call);
  } else if (call.state != ClientCallState::queued) {
    send_co_cancel(call);
    *calls_.find(call.call_id) = nullptr;
  }
  end_call(call, event);
  events_.on_call_failed(call, Status{RPC_S_CALL_CANCELLED});
  settle();
}

void ClientAssociation::ask_cancel(ClientCallRecord& call) {
  switch (call.state) {
    // Never PFC_PENDING_CANCEL: servers drop the connection (docs/decisions/0002).
    case ClientCallState::queued:
      call.cancel_asked = true;
      [[fallthrough]];
    case ClientCallState::sending:
      // A request that streams is dispatched already, and nobody knows when its last fragment comes.
      if (call.more && call.state == ClientCallState::sending) return send_co_cancel(call);
      call.cancel_unsent = true;
      break;
    default:
      send_co_cancel(call);
  }
}

// Once for each call: a server that has been told stays told, and it limits the rate of cancels.
void ClientAssociation::send_co_cancel(ClientCallRecord& call) {
  if (call.cancel_told) return;
  call.cancel_told = owe({false, call.call_id});
}

// Half of the request has left; the other half never will. The connection lives on only with a
// server that has agreed to it ([MS-RPCE] 3.3.1.5.10).
void ClientAssociation::orphan(ClientCallRecord& call) {
  calls_.erase(call.call_id);
  recent_.add(call.call_id);
  const bool owed = owe({true, call.call_id});
  if (!owed || !keep_on_orphan_) move(Event::retire);
}

bool ClientAssociation::owe(ControlPdu pdu) {
  try {
    control_.push_back(pdu);
  } catch (const std::bad_alloc&) {
    return false;
  }
  return true;
}

void ClientAssociation::end_call(ClientCallRecord& call, ClientCallEvent event) {
  const bool moved = step(call.state, k_client_call, event);
  assert(moved && call.state == ClientCallState::idle);
  (void)moved;
  call.link.unlink();
  call.response.clear();
  if (sending_ == &call) sending_ = nullptr;
  --live_calls_;
}

void ClientAssociation::fail_call(ClientCallRecord& call, Status status) {
  end_call(call, ClientCallEvent::failed);
  events_.on_call_failed(call, status);
}

}  // namespace farcall::protocol
