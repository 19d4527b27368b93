// Requests on the server: the order of fragments, assembly, admission, and what the client says
// about calls that it waits for (C706 9.3.2, 12.6.4.6–9, [MS-RPCE] 3.3.3.4).
//
// One request is assembled at a time: all its fragments come before the next request begins, with
// concurrent multiplexing too ([MS-RPCE] 3.3.1.5.8).
#include <algorithm>

#include "protocol/server_association.h"
#include "wire/fault_status.h"
#include "wire/request.h"

namespace farcall::protocol {

using wire::PduHeader;

namespace {

IncomingRequest describe(const PduHeader& header, const wire::Request& request) {
  IncomingRequest incoming;
  incoming.call_id = header.call_id;
  incoming.context_id = request.p_cont_id;
  incoming.opnum = request.opnum;
  incoming.object = request.object;
  incoming.big_endian = header.big_endian();
  incoming.maybe = header.has(wire::k_pfc_maybe);
  incoming.pending_cancel = header.has(wire::k_pfc_pending_cancel);
  return incoming;
}

}  // namespace

Status ServerAssociation::on_request(const PduHeader& header, Bytes pdu) {
  if (!step(state_, k_server_association, Event::request)) return Status{RPC_S_PROTOCOL_ERROR};
  RPC_TRY(const wire::Request request, wire::decode_request(pdu, header));
  if (refuses_requests(request.cut)) return Status{RPC_S_PROTOCOL_ERROR};
  const bool first = header.has(wire::k_pfc_first_frag);
  // What the client gave up in the middle is in nobody's way.
  if (first && partial_.given_up) partial_ = PartialRequest{};
  if (!in_order(header)) return refuse_out_of_order(header, request), Status{};
  // Observed: Windows and Samba take no call that is cancelled before it begins.
  if (first && header.has(wire::k_pfc_pending_cancel)) return Status{RPC_S_NO_CALL_ACTIVE};
  const Result<ServerSecurity::Index> security =
      first ? security_of_first(request.cut) : security_of_next(request.cut);
  const Result<security::ClearStub> clear =
      security ? unprotect(*security, pdu, request) : security.status();
  if (!clear) {
    fail({header.call_id, first ? request.p_cont_id : partial_.request.context_id}, clear.status());
  } else if (first) {
    begin_request(header, request, *clear, *security);
  } else if (!continues_as_begun(header, request)) {
    fail({header.call_id, partial_.request.context_id}, Status{RPC_S_PROTOCOL_ERROR});
  } else {
    add_fragment(header, request, clear->stub);
  }
  return {};
}

// Whether the fragment may come now.
bool ServerAssociation::in_order(const PduHeader& header) {
  const bool receiving = partial_.state == ServerCallState::receiving;
  if (!header.has(wire::k_pfc_first_frag))
    return receiving && partial_.request.call_id == header.call_id;
  return !receiving && (multiplexed_ || awaited_calls_ == 0) && !calls_.find(header.call_id);
}

// A fragment that may not come now is a protocol error; but what else is wrong with it is told
// first, in the order of Windows and Samba (Observed). Without multiplexing the answer speaks of
// the call that is being received.
void ServerAssociation::refuse_out_of_order(const PduHeader& header, const wire::Request& request) {
  const bool receiving = partial_.state == ServerCallState::receiving;
  const bool same_call = receiving && partial_.request.call_id == header.call_id;
  if (receiving && (same_call || !multiplexed_)) {
    const FaultAddress at{partial_.request.call_id, partial_.request.context_id, false};
    const bool others = same_call && request.cut.authenticated() && knows(request.cut) &&
                        security_.find(request.cut.trailer.auth_context_id) != partial_.security;
    return fail(at, Status{others ? RPC_S_SEC_PKG_ERROR : RPC_S_PROTOCOL_ERROR});
  }
  if (!multiplexed_ || receiving)
    return fail({header.call_id, 0, false}, Status{RPC_S_PROTOCOL_ERROR});
  if (!contexts_.find(request.p_cont_id))
    return write_fault(header.call_id, 0, wire::k_nca_s_unk_if,
                       {.did_not_execute = true, .error_information = {}});
  fail({header.call_id, request.p_cont_id, false},
       knows(request.cut) ? Status{RPC_S_PROTOCOL_ERROR} : Status{RPC_S_ACCESS_DENIED});
}

// What the first fragment said holds for all. An object that later ones leave out is not a change.
bool ServerAssociation::continues_as_begun(const PduHeader& header,
                                           const wire::Request& request) const {
  const IncomingRequest& begun = partial_.request;
  return header.big_endian() == begun.big_endian && request.p_cont_id == begun.context_id &&
         request.opnum == begun.opnum && (!request.object || request.object == begun.object);
}

// The wire status to refuse it with, or 0.
uint32_t ServerAssociation::admit(IncomingRequest& request) const {
  const PresentationContext* context = contexts_.find(request.context_id);
  if (!context) return wire::k_nca_s_unk_if;
  request.interface = context->user;
  request.transfer_syntax = context->transfer;
  // NDR64 has one representation of data ([MS-RPCE] 2.2.5).
  if (request.big_endian && context->transfer == k_ndr64) return wire::k_nca_s_proto_error;
  request.max_size = events_.max_request(context->user, config_.limits.max_request);
  // Reading goes on: the cancels of the calls that are live must arrive.
  if (calls_.size() >= config_.limits.max_calls_per_association)
    return wire::k_nca_s_server_too_busy;
  return 0;
}

void ServerAssociation::begin_request(const PduHeader& header, const wire::Request& request,
                                      const security::ClearStub& clear,
                                      ServerSecurity::Index security) {
  IncomingRequest incoming = describe(header, request);
  const uint32_t refusal = admit(incoming);
  // One that is too long alone is refused where they all are: by the assembly.
  const bool whole = header.has(wire::k_pfc_last_frag);
  if (!whole && !refusal && events_.streams_requests(incoming.interface, incoming.opnum)) {
    (void)step(partial_.state, k_server_call, ServerCallEvent::first_fragment);
    partial_.streaming = true;
    partial_.request = incoming;
    incoming.more = true;
    incoming.stub_data = clear.stub;
    partial_.security = security;
    deliver(header, incoming, security);
  } else if (!whole || (refusal == 0 && clear.stub.size() > incoming.max_size)) {
    (void)step(partial_.state, k_server_call, ServerCallEvent::first_fragment);
    partial_.refusal = refusal;
    partial_.security = security;
    partial_.request = std::move(incoming);
    add_fragment(header, request, clear.stub);
  } else if (refusal) {
    refuse_request(incoming, refusal);
  } else {
    incoming.stub_data = clear.stub;
    incoming.owner = clear.owner ? clear.owner : reader_.owner();
    deliver(header, incoming, security);
  }
}

// What comes for a call that has been answered already is dropped. The last fragment alone has a verification trailer.
void ServerAssociation::stream_fragment(const PduHeader& header, Bytes stub) {
  const bool last = header.has(wire::k_pfc_last_frag);
  Status verified;
  if (last) {
    PartialRequest whole = std::exchange(partial_, PartialRequest{});
    whole.request.stub_data = stub;
    verified = check_verification(whole.security, header, whole.request).status();
    stub = whole.request.stub_data;
  }
  LiveCall* live = calls_.find(header.call_id);
  if (!live || live->state != ServerCallState::active || !live->call) return;
  if (verified.ok())
    events_.on_request_data(live->call, stub, last);
  else
    events_.on_request_refused(live->call, verified.code);
}

void ServerAssociation::add_fragment(const PduHeader& header, const wire::Request& request,
                                     Bytes stub) {
  if (partial_.streaming) return stream_fragment(header, stub);
  const Limits& limits = config_.limits;
  if (partial_.refusal == 0) {
    const Result<void> added = partial_.stub.append(
        config_.buffers, limits, partial_.request.max_size, stub, request.alloc_hint);
    if (!added && added.status() != Status{RPC_S_OUT_OF_MEMORY})
      return fail({header.call_id, request.p_cont_id}, added.status());
    if (!added) {
      partial_.refusal = wire::k_nca_s_fault_remote_no_memory;
      partial_.stub.clear();
    }
  }
  if (!header.has(wire::k_pfc_last_frag)) return;
  PartialRequest whole = std::exchange(partial_, PartialRequest{});
  if (whole.refusal) return refuse_request(whole.request, whole.refusal);
  whole.request.stub_data = whole.stub.bytes();
  whole.request.owner = whole.stub.block();
  deliver(header, whole.request, whole.security);
}

// The association goes on; nothing of the call was executed.
void ServerAssociation::refuse_request(const IncomingRequest& request, uint32_t wire_status) {
  if (request.maybe) return;
  // Observed: Samba names no context when it does not know one.
  const bool unknown = wire_status == wire::k_nca_s_unk_if;
  write_fault(request.call_id, unknown ? 0 : request.context_id, wire_status,
              {.did_not_execute = true, .error_information = {}});
}

void ServerAssociation::deliver(const PduHeader& header, IncomingRequest& request,
                                ServerSecurity::Index security) {
  // Of what is streamed the end is not here yet; pipe data may look like a trailer.
  const Status verified =
      request.more ? Status{} : check_verification(security, header, request).status();
  if (!verified.ok()) return refuse_request(request, wire::fault_of_status(verified.code));
  if (security != ServerSecurity::k_none) request.security = &context_of(security);
  if (!calls_.insert(request.call_id,
                     LiveCall{nullptr, ServerCallState::active, request.maybe, security}))
    return refuse_request(request, wire::k_nca_s_fault_remote_no_memory);
  if (!request.maybe) ++awaited_calls_;
  cancels_.give();
  events_.on_request(request);
  if (LiveCall* live = calls_.find(request.call_id)) live->call = request.call;
}

// A cancel may cross the answer on its way, so one for no call is ignored (C706 11.1.1). How often
// a client asks is bounded all the same (CVE-2023-44487 was a flood of them): each request earns it
// one, and there is a burst and a rate besides.
Status ServerAssociation::on_co_cancel(const PduHeader& header) {
  if (!step(state_, k_server_association, Event::co_cancel) || !cancels_.take(config_.clock.now()))
    return Status{RPC_S_PROTOCOL_ERROR};
  if (partial_.state == ServerCallState::receiving && !partial_.streaming &&
      partial_.request.call_id == header.call_id) {
    partial_.request.pending_cancel = true;
    return {};
  }
  LiveCall* live = calls_.find(header.call_id);
  if (live && live->state == ServerCallState::active) events_.on_cancel(live->call);
  return {};
}

Status ServerAssociation::on_orphaned(const PduHeader& header) {
  if (!step(state_, k_server_association, Event::orphaned) || !cancels_.take(config_.clock.now()))
    return Status{RPC_S_PROTOCOL_ERROR};
  if (partial_.state == ServerCallState::receiving && partial_.request.call_id == header.call_id) {
    // Observed: Windows and Samba go on with it if its client does. One that may not close the
    // connection instead has agreed to that at bind time.
    partial_.given_up = keep_on_orphan_;
    if (!partial_.streaming) return {};
    partial_ = PartialRequest{};
  }
  LiveCall* live = calls_.find(header.call_id);
  if (!live || live->state != ServerCallState::active) return {};
  (void)step(live->state, k_server_call, ServerCallEvent::orphaned);
  if (!live->maybe) --awaited_calls_;
  events_.on_orphaned(live->call);
  return {};
}

}  // namespace farcall::protocol
