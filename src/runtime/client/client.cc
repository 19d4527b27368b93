// Synchronous calls: which connection, and when another one is tried.
#include "runtime/client/client.h"

#include <memory>
#include <utility>

#include "base/sync/thread_object.h"
#include "runtime/client/call_errors.h"

namespace farcall::runtime::client {

Client::Client(Runtime& runtime, transport::Resolver::Lookup lookup)
    : runtime_(runtime), resolver_(lookup), groups_(runtime, resolver_) {}

Client::~Client() {
  groups_.shut_down();
  runtime_.finish_posted_work();  // the last of the calls may be on its way out
}

// A call of which nothing was sent is tried again on another connection. That ends: each attempt
// uses up an idle connection, or the association group id that the server does not know any more.
Result<Response> Client::call(const CallTarget& target, CallRequest request, SyncStream* stream) {
  protocol::ClientCallRecord record;
  AssociationGroup& group = *target.group;
  prepare_record(record, request, target.object, group.security());
  if (!record.bind_only) runtime_.statistics().calls_out.fetch_add(1, std::memory_order_relaxed);
  sync::ThreadObject* const thread = sync::ThreadObject::existing();
  sync::CancelPort* const cancels = thread ? &thread->cancels() : nullptr;
  for (;;) {
    RPC_TRY(std::unique_ptr<SyncConnection> connection, group.borrow());
    connection->set_com_timeout(target.com_timeout);
    Result<Response> result = connection->call(record, target.call_timeout_ms, cancels, stream);
    const bool again = !result.ok() && connection->failed_unsent() &&
                       !(stream && stream->touched()) &&
                       (record.stub_data.block || record.stub_data.length == 0);
    if (connection->reusable()) group.give_back(std::move(connection));
    if (again) continue;
    if (result.ok()) return result;
    return call_error(result.status(), group);
  }
}

}  // namespace farcall::runtime::client
