// The association on the server: from bytes to PDUs to their handlers, the answers of calls, the
// timers, and how it ends (C706 chapter 11, [MS-RPCE] 3.3.3).
//
// A fatal error is answered by a fault (before the bind: by a bind_nak) and then ends the
// association, as Samba and Windows do; docs/wire/server-answers.md lists what is answered to what.
#include "protocol/server_association.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/log.h"
#include "protocol/fragment.h"
#include "wire/bind.h"
#include "wire/control.h"
#include "wire/fault.h"
#include "wire/fault_status.h"
#include "wire/response.h"

namespace farcall::protocol {

using wire::PduHeader;
using wire::PduType;

namespace {

// Observed: Samba's hint in a fault; a hint of 0 is one that Windows does not send.
constexpr uint32_t k_fault_alloc_hint = 24;
// What every client receives in one piece (C706 12.6.3.1, must_recv_frag_size).
constexpr size_t k_largest_fault = 1432;

}  // namespace

ServerAssociation::ServerAssociation(const ServerConfig& config, Events& events, ByteSink& output)
    : config_(config),
      events_(events),
      output_(output),
      reader_(config.buffers),
      calls_(config.hash_seed),
      cancels_(config.limits.cancel_burst, config.limits.cancels_per_second),
      deadline_(config.clock.now() + config.limits.first_pdu),
      max_frag_(config.limits.max_frag),
      max_xmit_frag_(config.limits.max_frag) {}

ServerAssociation::~ServerAssociation() = default;

void ServerAssociation::on_bytes(Bytes bytes) {
  if (leg_) return hold(bytes);
  bool progressed = false;
  while (state_ != State::closed && !leg_) {
    const Result<Bytes> pdu = reader_.next(bytes, pdu_limits());
    if (!pdu) {
      refuse_header(pdu.status());
      break;
    }
    if (pdu->empty()) break;
    progressed = true;
    on_pdu(*pdu);
  }
  if (leg_) hold(bytes);
  if (state_ != State::closed) arm_timer(progressed);
}

PduLimits ServerAssociation::pdu_limits() const {
  // What we told the client may be less, but Windows takes its transport's size all the same.
  const size_t handshake = std::min<size_t>(config_.limits.max_handshake_pdu, UINT16_MAX);
  return {config_.limits.max_frag, static_cast<uint16_t>(handshake)};
}

void ServerAssociation::on_pdu(Bytes pdu) {
  const Result<PduHeader> header = wire::decode_pdu_header(pdu);
  const Status status = header ? dispatch(*header, pdu) : header.status();
  if (!status.ok()) fail({header ? header->call_id : 0, 0, true}, status);
}

// An error that is returned is answered with DID_NOT_EXECUTE and ends the association; handlers
// that know a better answer give it themselves.
Status ServerAssociation::dispatch(const PduHeader& header, Bytes pdu) {
  if (!header.representation_supported()) return Status{RPC_S_PROTOCOL_ERROR};
  if (state_ == State::fresh && header.ptype != PduType::bind) return Status{RPC_S_PROTOCOL_ERROR};
  switch (header.ptype) {
    case PduType::bind:
      return on_bind(header, pdu);
    case PduType::alter_context:
      return on_alter_context(header, pdu);
    case PduType::auth3:
      return on_auth3(header, pdu);
    case PduType::request:
      return on_request(header, pdu);
    case PduType::co_cancel:
      RPC_TRY(wire::decode_control(pdu, header));
      return on_co_cancel(header);
    case PduType::orphaned:
      RPC_TRY(wire::decode_control(pdu, header));
      return on_orphaned(header);
    default:  // a client's own, or none of this protocol
      return Status{RPC_S_PROTOCOL_ERROR};
  }
}

// Another protocol gets no answer, unless it may be a later version of this one (C706 12.6.4.5).
void ServerAssociation::refuse_header(Status reason) {
  const Result<PduHeader> header = wire::decode_pdu_header(reader_.header());
  const bool ours = header && header->rpc_vers == 5;
  const bool other_version = header && header->ptype == PduType::bind && state_ == State::fresh;
  if (reason != Status{RPC_S_PROTOCOL_ERROR} || !(ours || other_version))
    return close(Event::protocol_error, reason, CloseMode::at_once);
  // Observed: Samba does not say that a request that is too long was not executed.
  const bool too_long =
      header->ptype == PduType::request && header->frag_length > config_.limits.max_frag;
  fail({header->call_id, 0, !too_long}, reason);
}

void ServerAssociation::fail(const FaultAddress& at, Status reason) {
  if (state_ == State::closed) return;
  log(Level::info, "server.protocol_error", "call_id=%u status=%d", at.call_id, reason.code);
  if (state_ == State::fresh) {
    (void)refuse_bind(at.call_id, wire::BindNakReason::protocol_version_not_supported, reason);
    return;
  }
  // Never claimed of a call whose manager routine may be running.
  const bool did_not_execute = at.did_not_execute && !calls_.find(at.call_id);
  write_fault(at.call_id, at.context_id, wire::fault_of_status(reason.code),
              {.did_not_execute = did_not_execute, .error_information = {}});
  close(Event::protocol_error, reason, CloseMode::after_flush);
}

void ServerAssociation::close(Event event, Status reason, CloseMode mode) {
  if (!step(state_, k_server_association, event)) return;
  deadline_.reset();
  partial_ = PartialRequest{};
  leg_.reset();
  held_.clear();
  // Answers given inside find the association closed and leave the table alone.
  calls_.for_each([this](uint32_t, LiveCall& live) { events_.on_disconnected(live.call); });
  calls_.clear();
  awaited_calls_ = 0;
  events_.on_close(reason, mode);
}

void ServerAssociation::connection_lost() {
  close(Event::connection_lost, Status{RPC_S_CALL_FAILED}, CloseMode::at_once);
}

void ServerAssociation::shutdown() {
  if (state_ == State::fresh) return close(Event::shutdown, Status{}, CloseMode::at_once);
  if (state_ != State::open) return;
  std::array<uint8_t, wire::k_header_size> pdu;
  wire::encode_control(pdu, PduType::shutdown, 0);
  ++output_.pdus;
  output_.append(Bytes{pdu});
  (void)step(state_, k_server_association, Event::shutdown);
}

// Before the bind one deadline holds whatever comes. Later the gap between two fragments is
// limited, not between two bytes: a peer that sends one byte a minute does not hold memory for
// ever. A handshake has a deadline as a whole. A client is not late while our mechanism works.
void ServerAssociation::arm_timer(bool progressed) {
  if (leg_) return deadline_.reset();
  if (state_ == State::fresh) return;
  // The writer of a pipe may take its time between fragments.
  const bool receiving = partial_.state == ServerCallState::receiving && !partial_.streaming;
  const bool waiting = reader_.partial() || receiving;
  const bool unfinished = security_.size() != 0 && security_.unfinished() != 0;
  if (!waiting)
    deadline_.reset();
  else if (progressed || !deadline_)
    deadline_ = config_.clock.now() + config_.limits.fragment_gap;
  if (unfinished && (!deadline_ || *deadline_ > handshake_deadline_))
    deadline_ = handshake_deadline_;
}

void ServerAssociation::on_timer() {
  if (!deadline_ || config_.clock.now() < *deadline_) return;
  close(Event::timeout, Status{RPC_S_TIMEOUT}, CloseMode::at_once);
}

void ServerAssociation::write_fault(uint32_t call_id, uint16_t context_id, uint32_t wire_status,
                                    const FaultFlags& flags) {
  PduHeader header;
  header.call_id = call_id;
  if (flags.did_not_execute) header.pfc_flags |= wire::k_pfc_did_not_execute;
  wire::Fault fault;
  fault.alloc_hint = k_fault_alloc_hint;
  fault.p_cont_id = context_id;
  fault.status = wire_status;
  std::array<uint8_t, k_largest_fault> pdu;
  const size_t room = std::min<size_t>(max_xmit_frag_, k_largest_fault) - wire::k_fault_size;
  if (!flags.error_information.empty() && flags.error_information.size() <= room) {
    fault.flags = wire::k_fault_extended_error;
    fault.stub_data = flags.error_information;
    fault.alloc_hint = static_cast<uint32_t>(wire::k_fault_size + fault.stub_data.size());
  }
  wire::encode_fault(pdu, header, fault);
  ++output_.pdus;
  output_.append(Bytes{pdu}.first(wire::k_fault_size + fault.stub_data.size()));
}

ServerAssociation::Answer ServerAssociation::end_call(uint32_t call_id,
                                                      ServerSecurity::Index& security) {
  LiveCall* live = state_ == State::closed ? nullptr : calls_.find(call_id);
  if (!live) return Answer::too_late;
  security = live->security;
  const bool orphaned = live->state == ServerCallState::orphaned;
  const bool maybe = live->maybe;
  calls_.erase(call_id);
  if (maybe) return Answer::not_wanted;
  if (orphaned) return Answer::too_late;
  --awaited_calls_;
  return Answer::wanted;
}

Result<void> ServerAssociation::send_response(uint32_t call_id, uint16_t context_id,
                                              const StubData& stub_data) {
  const LiveCall* live = calls_.find(call_id);
  const bool first = !live || !live->responding;
  ServerSecurity::Index security = ServerSecurity::k_none;
  const Answer answer = end_call(call_id, security);
  if (answer == Answer::too_late) return Status{RPC_S_CALL_FAILED};
  if (answer == Answer::not_wanted) return {};
  const Result<void> written = write_response(call_id, context_id, stub_data, context_of(security),
                                              {.first = first, .last = true});
  if (!written) close(Event::protocol_error, written.status(), CloseMode::at_once);
  return written;
}

Result<void> ServerAssociation::send_response_part(uint32_t call_id, uint16_t context_id,
                                                   const StubData& stub_data) {
  LiveCall* live = state_ == State::closed ? nullptr : calls_.find(call_id);
  if (!live || live->state == ServerCallState::orphaned) return Status{RPC_S_CALL_FAILED};
  if (stub_data.length == 0) return {};
  const bool first = !std::exchange(live->responding, true);
  const Result<void> written = write_response(
      call_id, context_id, stub_data, context_of(live->security), {.first = first, .last = false});
  if (!written) close(Event::protocol_error, written.status(), CloseMode::at_once);
  return written;
}

Result<void> ServerAssociation::write_response(uint32_t call_id, uint16_t context_id,
                                               const StubData& stub_data,
                                               security::SecurityContext& security,
                                               ResponsePart part) {
  const security::Sizes sizes = security.sizes();
  size_t sent = 0;
  for (bool last = false; !last;) {
    const size_t left = stub_data.length - sent;
    const Fragment fragment =
        next_fragment(max_xmit_frag_, wire::k_response_header_size, left, sizes);
    last = fragment.last;
    PduHeader header;
    header.call_id = call_id;
    header.frag_length = fragment.frag_length;
    header.auth_length = fragment.auth_length;
    header.pfc_flags = static_cast<uint8_t>((part.first && sent == 0 ? wire::k_pfc_first_frag : 0) |
                                            (part.last && last ? wire::k_pfc_last_frag : 0));
    wire::Response response;
    response.alloc_hint = static_cast<uint32_t>(std::min<size_t>(left, UINT32_MAX));
    response.p_cont_id = context_id & 0xff;  // Observed: Windows, Samba
    std::array<uint8_t, wire::k_response_header_size> head;
    wire::encode_response_header(head, header, response);
    RPC_TRY(write_fragment(output_, security, head, stub_data, sent, fragment));
    sent += fragment.stub_length;
  }
  return {};
}

Result<void> ServerAssociation::send_fault(uint32_t call_id, uint16_t context_id, int32_t status,
                                           FaultFlags flags) {
  ServerSecurity::Index security = ServerSecurity::k_none;
  const Answer answer = end_call(call_id, security);
  if (answer == Answer::too_late) return Status{RPC_S_CALL_FAILED};
  if (answer != Answer::wanted) return {};
  // A manager routine that raises this was entered: it passes on what became of a call of its own.
  if (status == RPC_S_CALL_FAILED_DNE && !flags.did_not_execute) status = RPC_S_CALL_FAILED;
  write_fault(call_id, context_id, wire::fault_of_status(status), flags);
  return {};
}

void ServerAssociation::finish_call(uint32_t call_id) {
  ServerSecurity::Index security = ServerSecurity::k_none;
  (void)end_call(call_id, security);
}

}  // namespace farcall::protocol
