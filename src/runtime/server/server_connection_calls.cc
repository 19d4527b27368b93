// Requests and answers of a connection: steps 4, 5, 10 and 11 of the life of a server call.
#include <algorithm>
#include <cassert>
#include <new>
#include <utility>
#include <vector>

#include "runtime/server/admission.h"
#include "runtime/server/rundown.h"
#include "runtime/server/server_connection.h"

namespace farcall::runtime {

Result<void*> ServerConnection::find_interface(const SyntaxId& abstract) {
  InterfaceRef found = core_.interfaces.find(abstract, origin_.scope.get());
  if (!found) return Status{RPC_S_UNKNOWN_IF};
  RegisteredInterface* const interface = found.get();
  for (const InterfaceRef& known : interfaces_)
    if (known == found) return static_cast<void*>(interface);
  try {
    interfaces_.push_back(std::move(found));
  } catch (const std::bad_alloc&) {
    return Status{RPC_S_OUT_OF_MEMORY};
  }
  return static_cast<void*>(interface);
}

// The interface of a context, or who serves it now if it was unregistered and registered again.
RegisteredInterface& ServerConnection::serving(void* interface) {
  auto& bound = *static_cast<RegisteredInterface*>(interface);
  if (bound.registered()) return bound;
  const Result<void*> successor = find_interface(bound.spec().id);
  return successor.ok() ? *static_cast<RegisteredInterface*>(*successor) : bound;
}

bool ServerConnection::speaks(void* interface, const SyntaxId& transfer) {
  const InterfaceSpec& spec = static_cast<RegisteredInterface*>(interface)->spec();
  return transfer == k_ndr64 ? spec.ndr64 : spec.ndr20;
}

// RpcServerRegisterIf2's MaxRpcSize may ask for more than holds where it says nothing. What is below
// that, admission refuses without harm to the connection.
size_t ServerConnection::max_request(void* interface, size_t usual) {
  const uint32_t wanted = serving(interface).options().max_rpc_size;
  return wanted == UINT32_MAX ? usual : std::max<size_t>(usual, wanted);
}

uint32_t ServerConnection::join_association_group(uint32_t requested) {
  AssociationGroup* const joined = core_.groups.join(requested);
  if (association_group_) run_down_group(core_, core_.groups.leave(*association_group_));
  association_group_ = joined;
  return joined ? joined->id() : 0;
}

void ServerConnection::release_group() {
  if (group_uses_.fetch_sub(1, std::memory_order_acq_rel) != 1 || !association_group_) return;
  run_down_group(core_, core_.groups.leave(*association_group_));
}

security::Acceptor* ServerConnection::find_acceptor(uint8_t auth_type) {
  return core_.acceptors.find(auth_type);
}

// The reference keeps the connection, and the association in it, until the result is there or the
// loop has ended.
void ServerConnection::on_step(std::shared_ptr<security::SecurityContext> context,
                               std::vector<uint8_t> token) {
  add_reference();
  const std::shared_ptr<ServerConnection> self(
      this, [](ServerConnection* connection) { connection->drop_reference(); });
  core_.runtime.handshakes().start(std::move(context), std::move(token), loop_,
                                   [self](Result<security::Step> result) {
                                     self->association_.stepped(std::move(result));
                                     self->settle();
                                   });
}

void ServerConnection::on_request(protocol::IncomingRequest& request) {
  const Result<ServerCall&> call = admit(core_, *this, serving(request.interface), request);
  if (!call.ok()) return refuse(request, call.status());
  request.call = &*call;
  if (!open_pipes(*call, request.more)) {
    if (call->claim_answer()) (void)call->fault(RPC_S_OUT_OF_MEMORY);
    return;
  }
  core_.dispatcher.dispatch(*call);
}

const char16_t* ServerConnection::keep_name(const security::SecurityContext* context,
                                            const std::u16string& name) {
  std::call_once(names_made_, [this] { names_ = std::make_unique<Names>(); });
  const std::lock_guard lock(names_->mutex);
  return names_->of.emplace(context, name).first->second.c_str();
}

// Two threads may find the same at once; the first stays.
const ServerConnection::Token& ServerConnection::keep_token(
    const security::SecurityContext* context, const std::function<Token()>& make) {
  std::call_once(tokens_made_, [this] { tokens_ = std::make_unique<Tokens>(); });
  {
    const std::lock_guard lock(tokens_->mutex);
    if (const auto known = tokens_->of.find(context); known != tokens_->of.end())
      return known->second;
  }
  Token made = make();
  const std::lock_guard lock(tokens_->mutex);
  return tokens_->of.emplace(context, std::move(made)).first->second;
}

void ServerConnection::refuse(const protocol::IncomingRequest& request, Status reason) {
  if (request.maybe) return association_.finish_call(request.call_id);
  const std::vector<uint8_t> report =
      error_report(reason.code, errors_of(reason), caller(request.security), core_.tell_errors,
                   core_.runtime.limits());
  (void)association_.send_fault(request.call_id, request.context_id, reason.code,
                                {.did_not_execute = true, .error_information = report});
}

// Nobody has proved who the client of a refused bind is, whatever its token says.
std::vector<uint8_t> ServerConnection::explain_refusal(Status reason) {
  return error_report(reason.code, errors_of(reason), caller(nullptr), core_.tell_errors,
                      core_.runtime.limits());
}

Result<void> ServerConnection::answer(ServerCall& call) {
  assert(loop_.is_current());
  const RequestInfo& request = call.request();
  Result<void> sent;
  if (call.pipes) {
    send_parts(*call.pipes);
    close_pipes(call, RPC_S_CALL_FAILED);
  }
  if (request.maybe) {
    association_.finish_call(request.call_id);
  } else if (call.fault_status_ != RPC_S_OK) {
    const ndr::Marshalled& report = call.answer_;
    const Bytes information = report.block ? Bytes{report.block.data(), report.length} : Bytes{};
    sent = association_.send_fault(
        request.call_id, request.context_id, call.fault_status_,
        {.did_not_execute = !call.dispatched_, .error_information = information});
  } else {
    sent = association_.send_response(
        request.call_id, request.context_id,
        {std::move(call.answer_.block), call.answer_.offset, call.answer_.length});
  }
  settle();
  call.drop_reference();
  return sent;
}

void ServerConnection::on_cancel(void* call) {
  static_cast<ServerCall*>(call)->note(ServerCall::k_cancel_asked);
}

void ServerConnection::on_orphaned(void* call) {
  close_pipes(*static_cast<ServerCall*>(call), RPC_S_CALL_CANCELLED);
  static_cast<ServerCall*>(call)->note(ServerCall::k_orphaned);
}

void ServerConnection::on_disconnected(void* call) {
  close_pipes(*static_cast<ServerCall*>(call), RPC_S_CALL_FAILED);
  static_cast<ServerCall*>(call)->note(ServerCall::k_disconnected);
}

}  // namespace farcall::runtime
