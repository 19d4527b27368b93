// Marshalling on the client. A routine of the application (midl_user_allocate) may raise in
// between: that ends the call with its code.
#include "stub/client_operation.h"

#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcdcep.h>
#include <farcall/stub/exceptions.h>

#include <string>
#include <utility>

#include "base/arena.h"
#include "ndr/marshal_buffer.h"
#include "ndr/unmarshal_memory.h"
#include "runtime/runtime.h"
#include "stub/client_allocator.h"
#include "stub/client_contexts.h"
#include "stub/environment.h"

namespace farcall::stub {
namespace {

Status marshal_in(const ClientOperation& operation, SyntaxKind syntax, ContextMarshaller& contexts,
                  const void* frame, StubOutput& output) {
  output.contexts = &contexts;
  const int32_t raised = call_guarded([&] { operation.put_in(syntax, output, frame); });
  output.contexts = nullptr;
  return Status{raised != RPC_S_OK ? raised : output.status};
}

runtime::client::InterfacePlace place_of(const runtime::client::Client& client,
                                         const runtime::client::CallInterface& interface) {
  return {interface.endpoints, &interface.offer.abstract, client.endpoint_lookup()};
}

SyntaxKind kind_of(const SyntaxId& transfer) {
  return transfer == k_ndr64 ? SyntaxKind::ndr64 : SyntaxKind::ndr20;
}

// Which of the interface's syntaxes the call is made in. Of a server that is not known yet a caller
// that may wait learns it by a bind, which would be needed anyway; others take the first, and a server that has
// chosen another one is asked for it once more.
Result<uint8_t> choose_transfer(runtime::client::Client& client,
                                const runtime::client::CallTarget& target,
                                const protocol::InterfaceOffer& interface, MayWait may_wait) {
  if (interface.transfer_syntaxes.size() == 1) return uint8_t{0};
  runtime::client::TransferChoices& choices = target.group->transfer_choices();
  uint8_t choice = choices.find(interface);
  if (choice == choices.k_unknown && may_wait == MayWait::yes) {
    runtime::client::CallRequest bind;
    bind.interface = &interface;
    bind.bind_only = true;
    RPC_TRY(client.call(target, std::move(bind)));
    choice = choices.find(interface);
  }
  return choice == choices.k_unknown ? uint8_t{0} : choice;
}

}  // namespace

Status resolve(runtime::client::Binding& binding, const runtime::client::InterfacePlace& place) {
  const auto question = binding.question(place);
  if (!question) return Status{};
  if (!place.lookup) return Status{EPT_S_NOT_REGISTERED};
  RPC_TRY(const std::string endpoint, place.lookup(*question));
  binding.set_endpoint(endpoint);
  return Status{};
}

Result<PreparedCall> prepare_call(const ClientOperation& operation, void* binding,
                                  const void* frame, MayWait may_wait, StubOutput* into) {
  runtime::client::Client& client = *environment().client;
  RPC_TRY(const runtime::client::CallInterface& interface,
          client.interfaces().find(*operation.interface->if_handle));
  PreparedCall prepared;
  runtime::client::ClientContexts::View context;
  if (operation.flags & k_op_context_binding) {
    if (!binding) return Status{RPC_X_SS_IN_NULL_CONTEXT};
    RPC_TRY(context, client.contexts().look(binding));
    binding = context.binding;
  }
  {
    RPC_TRY(const runtime::client::BindingRef pinned, client.bindings().find(binding));
    const runtime::client::InterfacePlace place = place_of(client, interface);
    if (may_wait == MayWait::yes) RPC_TRY(resolve(*pinned, place));
    RPC_TRY(prepared.target, pinned->target(client.groups(), place));
    if (context.group) prepared.target.group = context.group;
    if (operation.flags & k_op_makes_contexts) {
      RPC_TRY(void* const copy, client.bindings().copy(*pinned, prepared.target.group));
      prepared.context_binding = {client.bindings(), copy};
    }
  }
  RPC_TRY(prepared.request.transfer,
          choose_transfer(client, prepared.target, interface.offer, may_wait));
  prepared.syntax = kind_of(interface.offer.transfer_syntaxes[prepared.request.transfer]);
  ClientContextMarshaller contexts(prepared.target.group, nullptr);
  ndr::MarshalBuffer buffer(environment().runtime->buffers());
  RPC_TRY(marshal_in(operation, prepared.syntax, contexts, frame, into ? *into : buffer.output()));
  ndr::Marshalled in;
  if (!into) {
    RPC_TRY(in, buffer.take());
  }
  prepared.request.interface = &interface.offer;
  prepared.request.opnum = operation.opnum;
  prepared.request.maybe = (operation.flags & k_op_maybe) != 0;
  prepared.request.stub_data = {std::move(in.block), in.offset, in.length};
  return prepared;
}

Result<PreparedCall> prepare_bind(void* binding, const void* if_handle) {
  runtime::client::Client& client = *environment().client;
  RPC_TRY(const runtime::client::CallInterface& interface, client.interfaces().find(if_handle));
  RPC_TRY(const runtime::client::BindingRef pinned, client.bindings().find(binding));
  if (!pinned->is_local()) return Status{RPC_S_CANNOT_SUPPORT};
  PreparedCall prepared;
  RPC_TRY(prepared.target, pinned->target(client.groups(), place_of(client, interface)));
  prepared.request.interface = &interface.offer;
  prepared.request.bind_only = true;
  return prepared;
}

namespace {

Status unmarshal_out(const ClientOperation& operation, SyntaxKind syntax, Bytes data,
                     const uint8_t* base, bool big_endian, ContextMarshaller& contexts,
                     void* frame) {
  runtime::Runtime& runtime = *environment().runtime;
  Arena arena(runtime.buffers());
  const UserAllocator user = client_allocator(operation.interface->user);
  ndr::UnmarshalMemory memory(arena, user, runtime.limits());
  StubInput input = memory.open(data, big_endian);
  if (base) input.start = base;
  input.contexts = &contexts;
  const int32_t raised = call_guarded([&] { operation.get_out(syntax, input, frame); });
  if (raised != RPC_S_OK) return Status{raised};
  if (input.status != RPC_S_OK) return Status{input.status};
  memory.commit();
  return Status{};
}

}  // namespace

Status accept_response(const ClientOperation& operation, const runtime::client::Response& response,
                       ContextMarshaller& contexts, void* frame) {
  if (operation.flags & k_op_maybe) return Status{};  // there is nothing to come back
  return unmarshal_out(operation, kind_of(response.transfer_syntax), response.stub_data, nullptr,
                       response.big_endian, contexts, frame);
}

std::span<const SyntaxId> transfer_syntaxes_of(const void* if_handle) {
  static constexpr SyntaxId k_both[] = {k_ndr20, k_ndr64};  // as Windows proposes them
  const std::span all(k_both);
  const auto* stub = static_cast<const ClientInterface*>(
      static_cast<const RPC_CLIENT_INTERFACE*>(if_handle)->InterpreterInfo);
  const bool ours = stub && stub->magic == k_interface_magic;
  const uint8_t syntaxes = ours ? stub->syntaxes : k_ndr20_only;
  if (syntaxes == k_all_syntaxes) return all;
  return syntaxes == k_ndr64_only ? all.last(1) : all.first(1);
}

bool wrong_syntax(const PreparedCall& prepared, Status status) {
  return status.code == RPC_S_UNSUPPORTED_TRANS_SYN &&
         prepared.request.interface->transfer_syntaxes.size() > 1;
}

Status accept_behind_pipes(const ClientOperation& operation, SyntaxKind syntax, Bytes data,
                           const uint8_t* base, bool big_endian, ContextMarshaller& contexts,
                           void* frame) {
  return unmarshal_out(operation, syntax, data, base, big_endian, contexts, frame);
}

}  // namespace farcall::stub
