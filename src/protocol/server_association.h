// ServerAssociation: the server's side of one connection, as a state machine without I/O (D1).
//
// 1. Bytes come in through on_bytes() in any split; answers go into the sink, in order. Everything
//    happens on the association's driver (one thread at a time); time comes from the clock that is
//    given.
// 2. Events are called from inside on_bytes(), on_timer(), shutdown() and connection_lost(). Inside
//    an event every intent may be called (an inline dispatch answers inside on_request), but the
//    association is not destroyed.
// 3. A request is live from on_request() until its answer: send_response(), send_fault() or
//    finish_call(). Exactly one of them is called for it, even after on_orphaned() or
//    on_disconnected(); then it has no effect but to end the call.
// 4. on_close() comes exactly once, last, after on_disconnected() for each live call. The owner
//    drops the connection: `after_flush`, when what is in the sink has left; `at_once` otherwise.
// 5. A security context's step may block, so it is the owner's to run (on_step) and to bring back
//    (stepped), at once or later. Until then the owner reads nothing more (stepping()); what comes
//    all the same is held.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/result.h"
#include "base/uuid.h"
#include "protocol/byte_sink.h"
#include "protocol/call_table.h"
#include "protocol/pdu_reader.h"
#include "protocol/presentation_contexts.h"
#include "protocol/server_association_states.h"
#include "protocol/server_call_states.h"
#include "protocol/server_security.h"
#include "protocol/stub_assembly.h"
#include "protocol/token_bucket.h"
#include "security/none.h"

namespace farcall::wire {
enum class BindNakReason : uint16_t;
enum class PduType : uint8_t;
struct PduHeader;
struct Request;
}  // namespace farcall::wire

namespace farcall::protocol {

struct IncomingRequest {
  uint32_t call_id = 0;
  uint16_t context_id = 0;
  uint16_t opnum = 0;
  void* interface = nullptr;  // what find_interface() gave
  size_t max_size = 0;        // of its stub data
  SyntaxId transfer_syntax;
  std::optional<Uuid> object;
  bool big_endian = false;
  bool maybe = false;           // no answer is wanted: finish_call()
  bool pending_cancel = false;  // the client had cancelled before it sent
  bool more = false;            // the rest of the stub data comes as on_request_data()
  // Who calls; nullptr: nobody has proved who. Lives as long as the association.
  security::SecurityContext* security = nullptr;
  // Valid during the up-call. With an owner, as long as the owner is kept.
  Bytes stub_data;
  BufferRef owner;
  // Set by the handler: its own call object, handed back in later events.
  void* call = nullptr;
};

enum class CloseMode : uint8_t { at_once, after_flush };

struct FaultFlags {
  bool did_not_execute = false;
  Bytes error_information = {};  // [MS-EERR]; as much as fits into one PDU, or empty
};

struct ServerConfig {
  const Limits& limits;
  BufferPool& buffers;
  const Clock& clock;
  // Port or pipe name of the endpoint for bind_ack; outlives the association.
  std::string_view secondary_address;
  // In order of preference; outlive the association.
  std::span<const SyntaxId> transfer_syntaxes = {&k_ndr20, 1};
  // Unpredictable, against chosen call ids.
  uint32_t hash_seed = 0;
};

class ServerAssociation {
 public:
  struct Events {
    // The interface that serves `abstract`, or the reason why none does.
    virtual Result<void*> find_interface(const SyntaxId& abstract) = 0;
    // Whether the stub of the interface has code for a transfer syntax.
    [[nodiscard]] virtual bool speaks(void*, const SyntaxId&) { return true; }
    // The most stub data that a request to the interface may have; `usual` is Limits::max_request.
    [[nodiscard]] virtual size_t max_request(void*, size_t usual) { return usual; }
    // `requested` 0: a new group. 0 as answer: there is no such group.
    virtual uint32_t join_association_group(uint32_t requested) = 0;
    // The mechanism for new security contexts of this type, or nullptr.
    virtual security::Acceptor* find_acceptor(uint8_t auth_type) = 0;
    // context.step(token) has to be run where it may block; its result comes back by stepped().
    virtual void on_step(std::shared_ptr<security::SecurityContext> context,
                         std::vector<uint8_t> token) = 0;
    virtual void on_request(IncomingRequest& request) = 0;
    // Whether requests of an operation are handed on with their first fragment (pipes).
    virtual bool streams_requests(void* /*interface*/, uint16_t /*opnum*/) { return false; }
    // The next part of such a request; with `last` its end. Not after on_orphaned() or the answer.
    virtual void on_request_data(void* /*call*/, Bytes /*data*/, bool /*last*/) {}
    // Instead of the last of it: the verification trailer belies the request.
    virtual void on_request_refused(void* /*call*/, int32_t /*status*/) {}
    // The client asks; comes as often as it asks.
    virtual void on_cancel(void* call) = 0;
    // The client has given the call up.
    virtual void on_orphaned(void* call) = 0;
    // The connection ends; nobody will see the answer.
    virtual void on_disconnected(void* call) = 0;
    virtual void on_close(Status reason, CloseMode mode) = 0;
    // What the client is told of a bind's refusal beside the reason ([MS-EERR], pickled); nothing: empty.
    virtual std::vector<uint8_t> explain_refusal(Status /*reason*/) { return {}; }

   protected:
    ~Events() = default;
  };

  ServerAssociation(const ServerConfig& config, Events& events, ByteSink& output);
  ServerAssociation(const ServerAssociation&) = delete;
  ServerAssociation& operator=(const ServerAssociation&) = delete;
  ~ServerAssociation();

  void on_bytes(Bytes bytes);
  void on_timer();
  void connection_lost();
  // When on_timer() wants to be called next; empty when nothing is waited for.
  [[nodiscard]] std::optional<Time> next_deadline() const { return deadline_; }

  // The answer of a live call. RPC_S_CALL_FAILED when the client will not see it (orphaned,
  // disconnected).
  Result<void> send_response(uint32_t call_id, uint16_t context_id, const StubData& stub_data);
  // `status` as a manager raised it; mapped to what travels ([MS-RPCE] 2.2.2.8).
  Result<void> send_fault(uint32_t call_id, uint16_t context_id, int32_t status,
                          FaultFlags flags = {});
  void finish_call(uint32_t call_id);
  // A part of a response whose rest follows, in multiples of 8 bytes; send_response() or send_fault() ends it.
  Result<void> send_response_part(uint32_t call_id, uint16_t context_id, const StubData& stub_data);

  // The result of on_step(). Of an association that is closed, does nothing.
  void stepped(Result<security::Step> result);

  // Asks the client to go (shutdown PDU); a client that has not bound yet is dropped.
  void shutdown();

  [[nodiscard]] uint64_t pdus_read() const { return reader_.count(); }
  [[nodiscard]] ServerAssociationState state() const { return state_; }
  // A step is under way: nothing should be read.
  [[nodiscard]] bool stepping() const { return leg_.has_value(); }
  [[nodiscard]] bool header_signing() const { return header_signing_; }
  [[nodiscard]] size_t live_calls() const { return calls_.size(); }
  [[nodiscard]] bool multiplexed() const { return multiplexed_; }
  [[nodiscard]] bool keeps_connection_on_orphan() const { return keep_on_orphan_; }
  [[nodiscard]] uint32_t association_group() const { return association_group_; }

 private:
  using State = ServerAssociationState;
  using Event = ServerAssociationEvent;

  struct LiveCall {
    void* call = nullptr;
    ServerCallState state = ServerCallState::active;
    bool maybe = false;
    ServerSecurity::Index security = ServerSecurity::k_none;
    bool responding = false;  // a part of its response has been sent
  };
  // The one request whose fragments are coming in.
  struct PartialRequest {
    ServerCallState state = ServerCallState::absent;
    bool streaming = false;  // dispatched already: nothing is assembled
    bool given_up = false;   // orphaned: another request may come instead of the rest
    uint32_t refusal = 0;    // wire status: nothing is kept, a fault follows the last fragment
    ServerSecurity::Index security = ServerSecurity::k_none;
    IncomingRequest request;
    StubAssembly stub;
  };
  // Where a fault goes that ends the association.
  struct FaultAddress {
    uint32_t call_id = 0;
    uint16_t context_id = 0;
    bool did_not_execute = false;
  };
  enum class Answer : uint8_t { wanted, not_wanted, too_late };
  // A leg of a handshake whose step is under way.
  struct Leg {
    ServerSecurity::Index security;
    wire::PduType ptype;
    uint32_t call_id;
    std::vector<uint8_t> answer;  // without its token
  };

  // server_association.cc
  [[nodiscard]] PduLimits pdu_limits() const;
  void on_pdu(Bytes pdu);
  Status dispatch(const wire::PduHeader& header, Bytes pdu);
  void refuse_header(Status reason);
  void fail(const FaultAddress& at, Status reason);
  void close(Event event, Status reason, CloseMode mode);
  void arm_timer(bool progressed);
  void write_fault(uint32_t call_id, uint16_t context_id, uint32_t wire_status,
                   const FaultFlags& flags);
  [[nodiscard]] Answer end_call(uint32_t call_id, ServerSecurity::Index& security);
  // What a response fragment has in front and behind.
  struct ResponsePart {
    bool first = true;
    bool last = true;
  };
  Result<void> write_response(uint32_t call_id, uint16_t context_id, const StubData& stub_data,
                              security::SecurityContext& security, ResponsePart part);

  // server_negotiation.cc
  Status on_bind(const wire::PduHeader& header, Bytes pdu);
  Status on_alter_context(const wire::PduHeader& header, Bytes pdu);
  Status refuse_bind(uint32_t call_id, wire::BindNakReason reason, Status cause);
  void choose_fragment_size(uint16_t max_xmit_frag, uint16_t max_recv_frag);

  // server_security.cc
  Result<ServerSecurity::Index> new_security(const wire::AuthTrailer& first,
                                             wire::BindNakReason& refusal);
  Result<ServerSecurity::Index> security_of_alter(const wire::AuthTrailer& trailer);
  [[nodiscard]] bool finished(const wire::AuthTrailer& trailer);
  void agree_on_header_signing(const wire::PduHeader& proposal);
  Status begin_step(ServerSecurity::Index index, const wire::PduHeader& header, Bytes token,
                    Bytes answer);
  void hold(Bytes bytes);
  void finish_leg(const Leg& leg, Result<security::Step> result);
  void answer_leg(const Leg& leg, const std::vector<uint8_t>& token);
  Status on_auth3(const wire::PduHeader& header, Bytes pdu);
  [[nodiscard]] bool knows(const wire::CutPdu& cut) const;
  [[nodiscard]] bool refuses_requests(const wire::CutPdu& cut);
  Result<ServerSecurity::Index> security_of_first(const wire::CutPdu& cut);
  Result<ServerSecurity::Index> security_of_next(const wire::CutPdu& cut);
  Result<security::ClearStub> unprotect(ServerSecurity::Index index, Bytes pdu,
                                        const wire::Request& request);
  Result<void> check_verification(ServerSecurity::Index index, const wire::PduHeader& header,
                                  IncomingRequest& request);
  [[nodiscard]] security::SecurityContext& context_of(ServerSecurity::Index index) {
    return index == ServerSecurity::k_none ? security::none() : *security_.at(index).context;
  }

  // server_requests.cc
  Status on_request(const wire::PduHeader& header, Bytes pdu);
  [[nodiscard]] bool in_order(const wire::PduHeader& header);
  void refuse_out_of_order(const wire::PduHeader& header, const wire::Request& request);
  [[nodiscard]] bool continues_as_begun(const wire::PduHeader& header,
                                        const wire::Request& request) const;
  [[nodiscard]] uint32_t admit(IncomingRequest& request) const;
  void begin_request(const wire::PduHeader& header, const wire::Request& request,
                     const security::ClearStub& clear, ServerSecurity::Index security);
  void stream_fragment(const wire::PduHeader& header, Bytes stub);
  void add_fragment(const wire::PduHeader& header, const wire::Request& request, Bytes stub);
  void refuse_request(const IncomingRequest& request, uint32_t wire_status);
  void deliver(const wire::PduHeader& header, IncomingRequest& request,
               ServerSecurity::Index security);
  Status on_co_cancel(const wire::PduHeader& header);
  Status on_orphaned(const wire::PduHeader& header);

  const ServerConfig config_;
  Events& events_;
  ByteSink& output_;
  PduReader reader_;
  PresentationContexts contexts_;
  CallTable<LiveCall> calls_;
  PartialRequest partial_;
  ServerSecurity security_;
  std::optional<Leg> leg_;
  std::vector<uint8_t> held_;  // received while a step is under way
  ServerSecurity::Index connect_security_ = ServerSecurity::k_none;  // of requests without trailer
  TokenBucket cancels_;
  std::optional<Time> deadline_;
  Time handshake_deadline_{};
  size_t awaited_calls_ = 0;  // live calls whose answer the client waits for
  uint32_t association_group_ = 0;
  uint16_t max_frag_;       // as told to the client, for both directions
  uint16_t max_xmit_frag_;  // what we send; never more than the client receives
  State state_ = State::fresh;
  bool multiplexed_ = false;
  bool keep_on_orphan_ = false;
  bool header_signing_ = false;
  bool bind_authenticated_ = false;
};

}  // namespace farcall::protocol
