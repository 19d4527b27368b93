// Requests on their way out: call ids, fragments, the PDUs that cancel (C706 12.6.4.6, .8, .9,
// [MS-RPCE] 3.3.1.5.8, 3.3.3.5.2).
//
// Calls leave in the order in which they were started. Stub data is never copied here: a fragment
// is a range of the caller's block.
#include <algorithm>
#include <array>

#include "protocol/client_association.h"
#include "protocol/fragment.h"
#include "wire/control.h"
#include "wire/request.h"
#include "wire/verification_trailer.h"

namespace farcall::protocol {

// A second call starts before the first reply only when calls may overlap, and when the previous
// request has left completely ([MS-RPCE] 3.3.1.5.8). The reply to a call that was given up still
// counts.
bool ClientAssociation::may_start_next() const {
  if (state_ != State::open || queue_.empty() || sending_ || proposal_.awaited || handshake_)
    return false;
  if (!const_cast<CallList&>(queue_).front()->has_fragment()) return false;
  return multiplexed_ ? calls_.size() < config_.limits.max_calls_per_association : calls_.empty();
}

// One PDU. Zero bytes: a call has ended instead, or the association drains.
size_t ClientAssociation::produce(ByteSink& output) {
  if (state_ != State::unbound) {
    if (next_control_ < control_.size()) return send_control(output);
    if (sending_) return send_fragment(output);
    if (leg_to_send())
      return handshake_->ends_with_auth3() ? send_auth3(output) : propose(output, false);
  }
  ClientCallRecord& next = *queue_.front();
  if (needs_step(next)) {
    begin_handshake(*next.security);
    return 0;
  }
  if (state_ == State::unbound) return propose(output, true);
  const PresentationContext* context =
      contexts_.find_abstract(next.interface->abstract, next.transfer_syntax());
  if (!context) return propose(output, false);
  if (next.bind_only) return end_unanswered(next);
  start_sending(next, *context);
  return sending_ ? send_fragment(output) : 0;
}

void ClientAssociation::start_sending(ClientCallRecord& call, const PresentationContext& context) {
  const uint32_t call_id = config_.call_ids.draw();
  if (call_id == 0) return move(Event::retire);
  if (!calls_.insert(call_id, &call)) return fail_call(call, Status{RPC_S_OUT_OF_MEMORY});
  call.link.unlink();
  sent_.push_back(call);
  call.call_id = call_id;
  call.context_id = context.id;
  sending_ = &call;
  sending_security_ =
      call.security ? security_.find(call.security)->context.get() : &security::none();
}

// Nothing where the provider signs nothing.
wire::VerificationTrailer ClientAssociation::verification_of(const ClientCallRecord& call) {
  if (!call.security || sending_security_->sizes().auth_length == 0) return {};
  wire::VerificationTrailer::Header header;
  header.call_id = call.call_id;
  header.p_cont_id = call.context_id;
  header.opnum = call.opnum;
  return security_.find(call.security)
      ->trailer_for(*contexts_.find(call.context_id), header, header_signing_);
}

size_t ClientAssociation::send_fragment(ByteSink& output) {
  ClientCallRecord& call = *sending_;
  const size_t left = call.stub_data.length - call.sent;
  const size_t header_size = wire::request_header_size(call.object.has_value());
  const wire::VerificationTrailer trailer = verification_of(call);
  const size_t verification = call.more ? 0 : wire::verification_trailer_size(trailer);
  Fragment fragment =
      next_fragment(max_xmit_frag_, header_size, left, sending_security_->sizes(), verification);
  if (call.more) fragment.last = false;

  wire::PduHeader header;
  header.pfc_flags = fragment.last ? wire::k_pfc_last_frag : 0;
  if (call.state == ClientCallState::queued) header.pfc_flags |= wire::k_pfc_first_frag;
  if (call.maybe) header.pfc_flags |= wire::k_pfc_maybe;
  header.frag_length = fragment.frag_length;
  header.auth_length = fragment.auth_length;
  header.call_id = call.call_id;
  const auto hint = static_cast<uint32_t>(std::min<size_t>(left, UINT32_MAX));
  std::array<uint8_t, wire::k_request_header_size_with_object> encoded;
  wire::encode_request_header(encoded, header,
                              {hint, call.context_id, call.opnum, call.object, {}});
  std::array<uint8_t, wire::k_max_verification_trailer> encoded_trailer;
  const Bytes behind = Bytes(encoded_trailer).first(fragment.verification_length);
  if (!behind.empty()) wire::encode_verification_trailer(encoded_trailer, trailer);
  const Result<void> written =
      write_fragment(output, *sending_security_, Bytes(encoded).first(header_size), call.stub_data,
                     call.sent, fragment, behind);
  if (!written) {  // the security context is dead, and with it the association
    break_off(written.status());
    return 0;
  }
  call.sent += fragment.stub_length;
  if (fragment.last)
    on_sent(call);
  else if (call.state == ClientCallState::queued)
    (void)step(call.state, k_client_call, ClientCallEvent::first_fragment);
  if (call.more && call.cancel_unsent) send_co_cancel(call);
  if (call.wants_data()) call.stub_data = {}, call.sent = 0;
  return fragment.frag_length;
}

void ClientAssociation::on_sent(ClientCallRecord& call) {
  sending_ = nullptr;
  call.stub_data.block.reset();
  if (!call.maybe) {
    (void)step(call.state, k_client_call, ClientCallEvent::last_fragment);
    if (call.cancel_unsent) send_co_cancel(call);
    return;
  }
  calls_.erase(call.call_id);
  recent_.add(call.call_id);
  (void)end_unanswered(call);
}

size_t ClientAssociation::end_unanswered(ClientCallRecord& call) {
  end_call(call, ClientCallEvent::unanswered_sent);
  IncomingResponse nothing;
  events_.on_response(call, nothing);
  return 0;
}

size_t ClientAssociation::send_control(ByteSink& output) {
  const ControlPdu control = control_[next_control_++];
  if (next_control_ == control_.size()) {
    control_.clear();
    next_control_ = 0;
  }
  std::array<uint8_t, wire::k_header_size> pdu;
  wire::encode_control(pdu, control.orphaned ? wire::PduType::orphaned : wire::PduType::co_cancel,
                       control.call_id);
  ++output.pdus;
  output.append(Bytes(pdu));
  return pdu.size();
}

}  // namespace farcall::protocol
