// The wire form and the guard around rundown routines.
#include "stub/server_contexts.h"

#include <farcall/stub/exceptions.h>

#include <algorithm>
#include <iterator>
#include <optional>

#include "base/log.h"

namespace farcall::stub {

int32_t ServerContexts::put(const void* slot, const ContextType*, uint16_t, WireContext& wire) {
  if (!call_.contexts) return RPC_S_INTERNAL_ERROR;
  const Result<Uuid> id = call_.contexts->send(slot);
  if (!id.ok()) return id.status().code;
  wire = {0, id->data1, id->data2, id->data3, {}};
  std::copy(id->data4.begin(), id->data4.end(), std::begin(wire.data4));
  return RPC_S_OK;
}

int32_t ServerContexts::get(void* slot, const ContextType* type, uint16_t flags,
                            const WireContext* wire) {
  runtime::CallContexts* contexts = runtime::CallContexts::of(call_);
  if (!contexts) return RPC_S_OUT_OF_MEMORY;
  std::optional<Uuid> id;
  if (wire) {
    id = Uuid{wire->data1, wire->data2, wire->data3, {}};
    std::copy(std::begin(wire->data4), std::end(wire->data4), id->data4.begin());
  }
  const auto lock =
      flags & k_context_shared ? runtime::ContextLock::shared : runtime::ContextLock::exclusive;
  return contexts->receive({slot, type, lock, (flags & k_context_out) != 0}, id).code;
}

void end_contexts(runtime::ServerCall& call, runtime::ContextEnd end) {
  if (call.contexts) call.contexts->end(end);
}

void run_down_context(const void* type, void* user_context) {
  const auto* of = static_cast<const ContextType*>(type);
  if (!of || !of->rundown) return;
  const int32_t raised = call_guarded([&] { of->rundown(user_context); });
  if (raised != RPC_S_OK)
    log(Level::warn, "server.rundown_raised", "%s_rundown: status %d", of->name, raised);
}

}  // namespace farcall::stub
